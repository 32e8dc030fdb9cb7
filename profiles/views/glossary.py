"""The glossary: every term in the language of the page, with its definition and where that is from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _

from profiles.exports.web import jsonld
from profiles.models import TermText
from profiles.views.site import Page, public


@public()
def glossary(request: HttpRequest) -> HttpResponse:
    texts = TermText.objects.listed(get_language())
    page = Page(
        title=_("Glossary"),
        description=_("What the words of the Migration Governance Indicators and of this site mean."),
        data=jsonld.describe_glossary(texts, get_language()) if texts else None,
    )
    return render(request, "profiles/glossary.html", {"page": page, "texts": texts})
