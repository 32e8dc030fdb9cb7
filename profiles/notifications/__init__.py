"""E-mails: each is stored as a job in the transaction that causes it, and sent by a worker afterwards.

staff    whose turn it is, what became of their text, what happened to their account
readers  the e-mail that confirms a subscription, and what is new since the last (workflow/alerts.py)
emails   an e-mail as a job, and how it is sent
"""

from profiles.notifications.emails import MailboxRefusedError, close_connection, send
from profiles.notifications.readers import enqueue_news, request_confirmation
from profiles.notifications.staff import notify, notify_of_account, send_password_reset, who_can, writers
