"""The knowledge as files for people: an .xlsx for spreadsheets, YAML for the repository; and both read back.

Pure: bytes in, values out. What comes in was written by anybody: it is measured before it is unpacked, nothing in it is run,
and whatever is wrong is named with its cell or line.
"""
