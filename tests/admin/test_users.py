"""Who may change whose account: an Administrator makes nobody more than she is."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client

from profiles.models import StaffSession, User
from tests.admin.forms import form_data, read_twice
from tests.admin.signing_in import FIREFOX, PASSWORD, give_password, give_second_factor, is_in
from tests.factories import make_member, make_place, make_user
from tests.jobs import run_jobs
from tests.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return make_member("Administrator")


@pytest.fixture
def office(administrator) -> Client:
    return give_password(administrator)


def address(person: User, view: str = "change") -> str:
    return f"/admin/profiles/user/{person.pk}/{view}/"


def edit(client: Client, person: User, **changes):
    with read_twice():
        data = form_data(client, address(person), "user_form") | changes
        return client.post(address(person), data)


def group(name: str) -> str:
    return str(Group.objects.get(name=name).pk)


def make_stronger() -> User:
    """A member of staff with a right that no Administrator has."""
    person = make_member("Analyst")
    person.user_permissions.add(Permission.objects.get(codename="change_group"))
    return person


def test_she_adds_a_person_and_gives_her_role_and_place(office):
    data = {"username": "new", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    with read_twice():
        response = office.post("/admin/profiles/user/add/", data)
    person = User.objects.get(username="new")
    assert response.status_code == 302
    assert (person.is_staff, person.is_superuser) == (True, False)
    place = make_place("Exampleland")
    rows = {"assignments-TOTAL_FORMS": "1", "assignments-0-place": str(place.pk)}
    response = edit(office, person, is_staff="on", groups=[group("Analyst"), group("Publisher")], **rows)
    assert response.status_code == 302, response.context["errors"]
    person = User.objects.get(username="new")
    assert person.is_staff and {g.name for g in person.groups.all()} == {"Analyst", "Publisher"}
    assert person.assignments.get().place == place


def test_nothing_of_a_password_is_shown(office):
    person = make_member("Analyst")
    page = office.get(address(person)).content.decode()
    _algorithm, salt, digest = person.password.split("$")
    assert "Reset password" in page
    assert salt[:6] not in page and digest[:6] not in page


def test_an_assignment_is_to_one_thing(office):
    person = make_user(is_superuser=False)
    rows = {
        "assignments-TOTAL_FORMS": "1",
        "assignments-0-region": "002",
        "assignments-0-is_everywhere": "on",
    }
    response = edit(office, person, **rows)
    assert "one of the three" in response.content.decode()
    assert not person.assignments.exists()


def test_she_makes_no_superuser(office, administrator):
    person = make_member("Analyst")
    page = office.get(address(person)).content.decode()
    assert "is_superuser" not in page and "user_permissions" not in page
    rights = [str(pk) for pk in Permission.objects.values_list("pk", flat=True)]
    for somebody in (person, administrator):
        edit(office, somebody, is_superuser="on", user_permissions=rights)
        somebody.refresh_from_db()
        assert not somebody.is_superuser and not somebody.user_permissions.exists()
    data = {"username": "sly", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    with read_twice():
        office.post("/admin/profiles/user/add/", data | {"is_superuser": "on", "is_staff": "on"})
    assert not User.objects.get(username="sly").is_superuser


def test_she_gives_no_right_that_she_has_not(office, administrator):
    strong = Group.objects.create(name="Everything")
    strong.permissions.set(Permission.objects.all())
    person = make_member("Analyst")
    for somebody in (person, administrator):
        response = edit(office, somebody, groups=[str(strong.pk)])
        assert response.status_code == 200
        assert strong not in somebody.groups.all()


@pytest.mark.parametrize("make", [make_user, make_stronger])
@pytest.mark.parametrize("is_active", [True, False])
def test_she_does_not_change_who_may_do_more(office, make, is_active):
    person = make()
    User.objects.filter(pk=person.pk).update(is_active=is_active)
    give_second_factor(person)
    person.refresh_from_db()
    before = person.password
    page = office.get(address(person))
    assert page.status_code == 200
    text = page.content.decode()
    assert "superuser" in text or "rights that yours does not have" in text
    assert before not in text and before.split("$")[-1] not in text
    assert not parse(page).xpath("//form[@id='user_form']//input[@name='email']")
    data = {"username": "taken", "email": "evil@example.org", "is_active": "on"}
    passwords = {"password1": "evil evil evil", "password2": "evil evil evil", "usable_password": "true"}
    with read_twice():
        assert office.post(address(person), data).status_code == 403
        assert office.post(f"/admin/profiles/user/{person.pk}/password/", passwords).status_code == 403
        assert office.post(address(person, "delete"), {"post": "yes"}).status_code == 403
        assert office.post(address(person, "second-step/off")).status_code == 403
    person.refresh_from_db()
    assert (person.password, person.is_active) == (before, is_active)


def test_the_list_says_what_each_may_do_and_where(office, django_assert_max_num_queries):
    for number in range(8):
        make_member("Analyst", make_place(f"Place {number}"), first_name=f"Ben {number}")
    make_member("Publisher", first_name="Ama", last_name="Example")
    office.get("/admin/profiles/user/")
    with django_assert_max_num_queries(14):
        page = parse(office.get("/admin/profiles/user/"))
    cells = [
        [cell.text_content() for cell in row.xpath("td[starts-with(@class, 'field-')]")]
        for row in page.xpath("//tbody/tr")
    ]
    assert ["Ben 3", "Analyst", "Place 3"] in [row[:3] for row in cells]
    assert ["Ama Example", "Publisher", "all places"] in [row[:3] for row in cells]


@pytest.mark.parametrize("role", ["Analyst", "Reviewer", "Publisher"])
def test_others_do_not_see_the_people(role):
    client = give_password(make_member(role))
    person = make_member("Analyst")
    for page in ("/admin/profiles/user/", "/admin/profiles/user/add/", address(person)):
        assert client.get(page).status_code == 403
    assert client.post(f"/admin/profiles/user/{person.pk}/second-step/off/").status_code == 403


def test_a_new_password_from_an_administrator_ends_the_sessions(office):
    person = make_member("Analyst")
    client = give_password(person)
    new = {
        "password1": "another fictional one",
        "password2": "another fictional one",
        "usable_password": "true",
    }
    with read_twice():
        assert office.post(f"/admin/profiles/user/{person.pk}/password/", new).status_code == 302
    assert not StaffSession.objects.for_user(person).exists()
    assert not is_in(client) and is_in(office)


def test_she_turns_off_the_second_step_of_who_lost_her_device(office):
    person = make_member("Analyst")
    client = give_password(person)
    give_second_factor(person)
    button = f"/admin/profiles/user/{person.pk}/second-step/off/"
    assert button in office.get(address(person)).content.decode()
    assert office.get(button).status_code == 200
    assert office.post(button).status_code == 302
    assert not is_in(client)
    assert is_in(give_password(person, FIREFOX))
    assert "Turned off the second step" in office.get(address(person, "history")).content.decode()


def test_a_superuser_does_all_that(admin_client):
    person = make_member("Analyst")
    page = admin_client.get(address(person)).content.decode()
    assert "is_superuser" in page and "user_permissions" in page
    edit(admin_client, person, is_superuser="on")
    person.refresh_from_db()
    assert person.is_superuser


def test_a_new_email_address_is_told_at_the_old_one(office):
    person = make_member("Analyst")
    User.objects.filter(pk=person.pk).update(email="old@example.org")
    edit(office, person, email="new@example.org")
    run_jobs()
    assert User.objects.get(pk=person.pk).email == "new@example.org"
    (email,) = mail.outbox
    assert email.to == ["old@example.org"]
    assert "e-mail address of your account was changed" in email.subject
    edit(office, person, first_name="Another")
    run_jobs()
    assert len(mail.outbox) == 1


def test_two_accounts_do_not_share_an_email_address(office):
    first, second = make_member("Analyst"), make_member("Analyst")
    User.objects.filter(pk=first.pk).update(email="shared@example.org")
    response = edit(office, second, email="Shared@example.org")
    assert response.status_code == 200
    assert "Another account has this e-mail address." in response.content.decode()
    assert not User.objects.filter(pk=second.pk, email__iexact="shared@example.org").exists()
    assert edit(office, first, first_name="Same").status_code == 302
