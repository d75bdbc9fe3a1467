"""Reminders, lists of a week, news of changed deadlines, and calendars to subscribe to."""
