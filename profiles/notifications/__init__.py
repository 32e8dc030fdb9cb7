"""E-mails, sent after the transaction and never in it.

staff    to those whose turn it is, or whose account changed
readers  to those who subscribed to alerts (workflow/alerts.py)
"""

from profiles.notifications.readers import notify_reader, request_confirmation
from profiles.notifications.staff import notify, notify_of_account, publishers, reviewers, writers
