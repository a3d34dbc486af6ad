"""``migrate``, ``backup`` and ``restore`` as people run them."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from bot.settings.config import Settings
from bot.storage import texts
from tests.test_cli.test_main import run, told


def test_migrate_backup_and_restore(settings: Settings, tmp_path: Path) -> None:
    file, copy = tmp_path / "folder" / "mingfa.db", tmp_path / "backup.db"
    made = run(settings, "migrate", DATABASE_URL=str(file))
    assert made.returncode == 0, told(made)
    assert "数据库已就绪" in made.stdout.decode()
    assert "已经是最新的" in run(settings, "migrate", DATABASE_URL=f"sqlite:///{file}").stdout.decode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    _set_pref(file, "before")
    backed = run(settings, "backup", str(copy), DATABASE_URL=str(file))
    assert backed.returncode == 0, told(backed)
    again = run(settings, "backup", str(copy), DATABASE_URL=str(file))
    assert (again.returncode, told(again).strip()) == (2, texts.BACKUP_EXISTS.format(file=copy))

    _set_pref(file, "after")
    restored = run(settings, "restore", str(copy), DATABASE_URL=str(file))
    assert restored.returncode == 0, told(restored)
    assert str(file.with_name("mingfa.db.before-restore")) in restored.stdout.decode()
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT value FROM prefs").fetchall() == [("before",)]


def test_what_cannot_be_done_is_said_in_one_sentence(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "mingfa.db"
    cases = [
        (("backup", str(tmp_path / "x.db")), str(file), texts.DATABASE_MISSING),
        (("restore", str(tmp_path / "none.db")), str(file), texts.RESTORE_NO_FILE.format(file=tmp_path / "none.db")),
        (("migrate",), "mysql://localhost/x", texts.DATABASE_URL_UNKNOWN.format(scheme="mysql")),
        (("backup", str(tmp_path / "x.db")), "postgresql://localhost:1/x", texts.BACKUP_POSTGRES),
        (("migrate",), "postgresql://user:secretword@127.0.0.1:1/x", texts.DATABASE_UNREACHABLE),
    ]
    for arguments, url, sentence in cases:
        result = run(settings, *arguments, DATABASE_URL=url)
        assert (result.returncode, told(result).strip()) == (2, sentence), arguments
    garbage = tmp_path / "garbage.db"
    garbage.write_text("not a database")
    result = run(settings, "restore", str(garbage), DATABASE_URL=str(file))
    assert (result.returncode, told(result).strip()) == (2, texts.RESTORE_NOT_A_BACKUP.format(file=garbage))


def test_a_newer_database_is_refused_with_a_clear_sentence(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "mingfa.db"
    run(settings, "migrate", DATABASE_URL=str(file))
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    result = run(settings, "migrate", DATABASE_URL=str(file))
    assert (result.returncode, told(result).strip()) == (2, texts.SCHEMA_TOO_NEW.format(revision="9999"))


def _set_pref(file: Path, value: str) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute("INSERT OR REPLACE INTO prefs (user_id, name, value) VALUES (1, 'x', ?)", (value,))
        database.commit()
