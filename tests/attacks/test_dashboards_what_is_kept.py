"""What makes the pages is kept by the browser, and what stands on them is not."""

from __future__ import annotations

import re

from attacks.dashboard_probe import PAGE, Probe

PLOTLY = "/eier/_dash-component-suites/plotly/package_data/plotly.min.js"


def test_an_address_that_names_the_change_is_kept_for_good(probe: Probe):
    owner, _ = probe.of("owner")
    files = re.findall(r"/eier/assets/[a-z_]+\.(?:js|css)\?m=[0-9.]+", owner.get("/eier/", headers=PAGE).text)
    assert len(files) > 5
    for file in files:
        with owner.get(file) as first:
            assert first.headers["Cache-Control"] == "private, max-age=31536000, immutable", file
        with owner.get(file, headers={"If-None-Match": first.headers["ETag"]}) as again:
            assert (again.status_code, again.headers["Cache-Control"]) == (304, first.headers["Cache-Control"]), file


def test_what_draws_the_charts_comes_once_and_is_asked_for_at_each_use(probe: Probe):
    owner, _ = probe.of("owner")
    first = owner.get(PLOTLY)
    again = owner.get(PLOTLY, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "private, no-cache"


def test_the_page_and_its_figures_are_not_kept(probe: Probe):
    owner, _ = probe.of("owner")
    for path in ("/eier/", "/eier/_dash-layout", "/eier/_dash-dependencies", "/eier/assets/nowhere.js?m=1"):
        assert owner.get(path, headers=PAGE).headers["Cache-Control"] == "no-store", path
