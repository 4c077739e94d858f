"""Whose word about clients is taken, and as whom they are counted."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from dccg.limits import BadAddress, Limits, address_of, household, networks, told_by_proxy, without_hops

OURS = networks("10.0.0.0/8 ::1", "trusted_proxies")
PEER = ip_address("10.0.0.1")


@pytest.mark.req("THR-23")
@pytest.mark.parametrize(
    ("told", "client"),
    [
        ([], "10.0.0.1"),
        (["203.0.113.9"], "203.0.113.9"),
        (["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
        (["198.51.100.1", "203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        (["127.0.0.1, 203.0.113.9"], "203.0.113.9"),
        (["10.9.9.9, 203.0.113.9"], "203.0.113.9"),
        (["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        (["203.0.113.9, not-an-address"], "10.0.0.1"),
        (["203.0.113.9, not-an-address, 10.0.0.2"], "10.0.0.2"),
        (["[2001:db8::7]:50000"], "2001:db8::7"),
        (["203.0.113.9:50000"], "203.0.113.9"),
        ([""], "10.0.0.1"),
        ([", ,,"], "10.0.0.1"),
    ],
)
def test_the_client_is_the_last_address_that_is_no_proxy_of_ours(told, client):
    headers = [(b"x-forwarded-for", value.encode()) for value in told]
    assert told_by_proxy(headers, PEER, OURS)[0] == ip_address(client)


@pytest.mark.req("THR-23")
@pytest.mark.parametrize(
    ("told", "scheme"),
    [([], ""), (["https"], "https"), (["https", "http"], "http"), (["https, http"], "http"), (["javascript"], "")],
)
def test_the_scheme_is_what_the_nearest_proxy_says(told, scheme):
    assert told_by_proxy([(b"x-forwarded-proto", one.encode()) for one in told], PEER, OURS)[1] == scheme


@pytest.mark.req("THR-23")
def test_no_other_header_about_proxies_is_read_or_handed_on():
    headers = [(b"forwarded", b"for=203.0.113.9;proto=https"), (b"x-real-ip", b"203.0.113.9")]
    headers += [(b"x-forwarded-host", b"evil.example"), (b"host", b"here")]
    assert told_by_proxy(headers, PEER, OURS) == (PEER, "")
    assert without_hops([*headers, (b"x-forwarded-for", b"1.2.3.4")]) == [(b"host", b"here")]


def test_an_address_of_the_newer_kind_counts_with_its_household_and_a_mapped_one_as_what_it_is():
    assert household(address_of("2001:db8:1:2:3:4:5:6")) == household(address_of("2001:db8:1:2:ffff::1"))
    assert household(address_of("2001:db8:1:3::1")) != household(address_of("2001:db8:1:2::1"))
    assert household(address_of("::ffff:192.0.2.7")) == "192.0.2.7"


def test_a_list_of_addresses_names_what_is_wrong_in_it():
    with pytest.raises(BadAddress, match="'localhost' is no address"):
        networks("127.0.0.1 localhost", "trusted_proxies")


def test_readers_are_refused_before_sources_and_hosts():
    limits = Limits(most=100)
    at = "/m/2026-01-14-dccg-7"
    assert [limits.seats(at + tail) for tail in ("", "/live", "/events", "/source", "/console/start")] == [
        90, 90, 90, 100, 100,
    ]  # fmt: skip


def test_only_a_recording_may_be_large():
    limits = Limits(upload_bytes=2_000, form_bytes=10)
    assert (limits.body_of("/m/x/upload"), limits.body_of("/m/x/typed")) == (2_000, 10)
