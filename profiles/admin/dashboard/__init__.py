"""The front page of the administration.

views   the page itself
lists   what is mine, what waits for me, what is late
search  one search box over places, profiles and texts
rows    the line that they all show
"""

from profiles.admin.dashboard.views import urlpatterns

__all__ = ["urlpatterns"]
