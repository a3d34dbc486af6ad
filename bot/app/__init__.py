"""The composition root: settings → services, and their life. The only room that knows all rooms."""
