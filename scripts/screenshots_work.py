"""Work for the pictures of the dashboard: people, and their revisions, made by the actions.

Run by scripts/screenshots.py through `manage.py shell`, in a site that is thrown away. The last line that it
writes is a JSON object: the address of each thing that a picture shows.
"""

import json
from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import Group
from django.utils import timezone

from profiles import workflow
from profiles.admin.editor.forms import new_key
from profiles.content.serialize import serialize_revision
from profiles.models import Assignment, Place, Profile, User
from tests.server import PASSWORD

ROLES = {
    "Amina": "Analyst",
    "Bruno": "Analyst",
    "Rosa": "Reviewer",
    "Paul": "Publisher",
    "Adam": "Administrator",
}
INTRODUCTION = """This profile is a fictional example. Lunaria and every finding below are invented.

It follows up on the second profile, which described the situation in October 2023."""
SOURCES = [
    ("Residence Act", "Parliament of Lunaria", 2014),
    ("National Migration Strategy 2024–2029", "Ministry of Residence and Mobility", 2023),
]
FINDINGS = [
    ("migrants-rights", "well_developed", "Access to education", {0: "art. 31"}),
    ("migrants-rights", "well_developed", "Access to health", {}),
    ("migrants-rights", "potential", "Family reunification", {0: "arts. 40–44"}),
    ("whole-of-government-approach", "well_developed", "Migration strategy", {1: "pp. 14–40"}),
]
TEXTS = [
    "The Residence Act (2014) gives migrants with a residence permit access to public primary and secondary "
    "education on the same terms as citizens.",
    "Migrants enrolled in the National Health Coverage scheme currently have access to public health care.",
    "As of March 2026, there is no procedure for family reunification for holders of seasonal work permits.",
    "The National Migration Strategy 2024–2029 assigns a budget line and an indicator to each objective.",
]


def people():
    for name, role in ROLES.items():
        person = User.objects.create_user(name.lower(), password=PASSWORD, first_name=name, is_staff=True)
        person.groups.add(Group.objects.get(name=role))
        Assignment.objects.create(user=person, is_everywhere=True)
        yield person


def revision_of(slug, by):
    return workflow.start_revision(Profile.objects.get(slug=slug), by)


def begun(by):
    """A third profile of Lunaria of which two domains are written."""
    facts = {"edition": 3, "year": 2026, "month": 3, "slug": "lunaria-2026"}
    profile = Profile(place=Place.objects.get(slug="lunaria"), **facts)
    workflow.add_profile(profile, by)
    keys = [new_key() for _source in SOURCES]
    content = {
        "introduction": INTRODUCTION,
        "none_identified": ["partnerships/potential"],
        "sources": [
            {"key": key, "title": title, "body": body, "year": year, "url": ""}
            for key, (title, body, year) in zip(keys, SOURCES, strict=True)
        ],
        "findings": [
            {
                "key": new_key(),
                "domain": domain,
                "kind": kind,
                "text": text,
                "indicator_area": area,
                "sources": [{"source": keys[n], "locator": locator} for n, locator in cited.items()],
            }
            for text, (domain, kind, area, cited) in zip(TEXTS, FINDINGS, strict=True)
        ],
    }
    return workflow.save_content(workflow.start_revision(profile, by), content, 1, by)


def changed(draft, by, old, new):
    """Say `new` for `old`, move the second finding up, and drop the second finding of the third domain."""
    content = serialize_revision(draft)
    findings = content["findings"]
    for finding in findings:
        finding["text"] = finding["text"].replace(old, new)
    findings.insert(0, findings.pop(1))
    findings.remove([f for f in findings if f["domain"] == "partnerships"][1])
    return workflow.save_content(draft, content, draft.lock_version, by)


amina, bruno, rosa, paul, _adam = people()
today = timezone.now()

begins = begun(amina)
first = begins.findings.first()
workflow.comment(
    begins,
    "Does this hold for pre-school as well? The act names it in article 30.",
    rosa,
    finding_key=first.key,
)

reviewed = revision_of("lunaria-2023", amina)
link, token = workflow.create_review_link(reviewed, amina, "Ministry of Residence and Mobility")
workflow.record_sign_off(
    reviewed,
    amina,
    body="Ministry of Residence and Mobility",
    office="Director of Migration",
    signed_on=today.date() - timedelta(days=3),
    note="By a signed letter, after the consultation of eleven ministries.",
)
reviewed = changed(reviewed, amina, "every quarter", "every two months")
workflow.submit(reviewed, amina, "Mended as the Council asked.")
finding = reviewed.findings.first()
workflow.comment(
    reviewed,
    "Since January the scheme covers seasonal workers from the first day.",
    finding_key=finding.key,
    link=link,
    name="Ioana Marin, Ministry of Residence and Mobility",
)

returned = changed(revision_of("port-celeste-2022", amina), amina, "2021", "2022")
workflow.submit(returned, amina)
workflow.send_back(
    returned, rosa, "The dropped finding still holds. Put it back, or say in the note why it goes."
)

scheduled = revision_of("valnube-2024", bruno)
workflow.submit(scheduled, bruno)
workflow.schedule(
    workflow.approve(scheduled, rosa), paul, (today + timedelta(days=6)).replace(hour=9, minute=0)
)

arrived = Path("tests/data/imports/en-not-understood.txt")
document = workflow.store_document(arrived.read_bytes(), "lunaria-third-reading.txt", amina, {})

revision = "/admin/profiles/revision/{0.pk}/"
print(
    json.dumps(
        {
            "begun": revision.format(begins),
            "reviewed": revision.format(reviewed),
            "returned": f"/admin/profiles/profile/{returned.profile_id}/",
            "review": f"/review/{token}/",
            "finding": f"#{finding.anchor}",
            "country": begins.profile.place_id,
            "document": document.pk,
            "later": f"/admin/profiles/profile/{reviewed.profile_id}/",
        }
    )
)
