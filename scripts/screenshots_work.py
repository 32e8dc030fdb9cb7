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
from profiles.content.serialize import serialize_revision
from profiles.imports.formats import native_json
from profiles.models import Assignment, Profile, User
from tests.server import PASSWORD

ROLES = {
    "Amina": "Analyst",
    "Bruno": "Analyst",
    "Rosa": "Reviewer",
    "Paul": "Publisher",
    "Adam": "Administrator",
}


def people():
    for name, role in ROLES.items():
        person = User.objects.create_user(name.lower(), password=PASSWORD, first_name=name, is_staff=True)
        person.groups.add(Group.objects.get(name=role))
        Assignment.objects.create(user=person, is_everywhere=True)
        yield person


def revision_of(slug, by):
    return workflow.start_revision(Profile.objects.get(slug=slug), by)


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

# A third profile of Lunaria, of which two domains are written.
text = native_json.read(Path("scripts/data/lunaria-2026.json").read_bytes())
begins = workflow.create_profile(text.profiles[0], amina)
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
arrived = Path("tests/imports/documents/files/en-sheet-unknown.xlsx")
sheet = workflow.store_document(arrived.read_bytes(), "lunaria-matrix.xlsx", amina, {})

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
            "sheet": sheet.pk,
            "later": f"/admin/profiles/profile/{reviewed.profile_id}/",
        }
    )
)
