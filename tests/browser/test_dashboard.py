"""The stock pages of the administration in a real browser, with the strict Content-Security-Policy on.

The fixtures fail a test whose page writes an error to the console or breaks the policy.
"""

from playwright.sync_api import expect


def test_a_place_is_found_while_typing(admin_page, site):
    admin_page.goto(f"{site.url}/admin/profiles/profile/add/")
    admin_page.locator(".select2-selection").click()
    admin_page.locator(".select2-search__field").fill("cote")
    admin_page.get_by_role("option", name="Côte d’Ivoire").click()
    expect(admin_page.locator(".select2-selection")).to_contain_text("Côte d’Ivoire")


def test_pickers_and_rows_of_stock_pages_work(admin_page, site):
    admin_page.goto(f"{site.url}/admin/profiles/indicatordomain/1/change/")
    admin_page.locator(".add-row a").click()
    admin_page.goto(f"{site.url}/admin/profiles/place/add/")
    admin_page.locator("#id_name").press_sequentially("Port Céleste")
    expect(admin_page.locator("#id_slug")).to_have_value("port-celeste")
