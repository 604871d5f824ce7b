"""Addresses that people type, in a real browser: each leads to a page, with no box over it and never to a white one."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("address", "path", "title"),
    [
        ("/today", "/", "Today"),
        ("/LOG", "/log", "Log"),
        ("/log/x", "/log", "Log"),
        ("/Help/?at=urgent", "/help?at=urgent", "Help"),
        ("/foo/bar", "/", "Today"),
    ],
)
def test_an_address_that_is_no_pages_own_leads_to_a_page(visit, server, address, path, title):
    page = visit(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page).to_have_url(server.url + path)
    expect(page.get_by_role("dialog")).to_have_count(0)
