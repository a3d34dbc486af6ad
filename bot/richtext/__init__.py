"""Text with formatting, and how long text is: one model for every platform."""
