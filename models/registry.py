"""The shipped registry: the Dynamic Coalitions and the short forms that meetings of the IGF use.

Names as the coordination group's own papers print them: the list of active coalitions of April 2017, and the
coalitions of later years named in its summary reports. A coalition without a settled acronym has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from models.roster import Body, find_body

_DC = "Dynamic Coalition on "

COALITIONS: tuple[Body, ...] = (
    Body(_DC + "Accessibility and Disability", "DCAD"),
    Body(_DC + "Accountability"),
    Body(_DC + "Blockchain Technologies"),
    Body(_DC + "Child Online Safety", "DCCOS"),
    Body(_DC + "Community Connectivity", "DC3"),
    Body(_DC + "Core Internet Values", "DC-CIV"),
    Body(_DC + "Data Driven Health Technologies", "DC-DDHT"),
    Body(_DC + "Freedom of Expression and Freedom of the Media on the Internet"),
    Body(_DC + "Gender and Internet Governance", "DCGIG"),
    Body(_DC + "Innovative Approaches to Connecting the Unconnected"),
    Body(_DC + "Internet and Climate Change", "DCICC"),
    Body("Internet Rights and Principles Coalition", "IRPC", aliases=("DC on Internet Rights and Principles",)),
    Body("Internet Standards, Security and Safety Coalition", "IS3C"),
    Body(_DC + "Network Neutrality", "DCNN"),
    Body(_DC + "Platform Responsibility", "DCPR"),
    Body(_DC + "Public Access in Libraries", "DC-PAL"),
    Body(_DC + "Publicness", "DC-Pub"),
    Body(_DC + "Schools of Internet Governance", "DC-SIG"),
    Body(_DC + "Small Island Developing States in the Internet Economy", "DC-SIDS"),
    Body(_DC + "the Internet of Things", "DC-IoT"),
    Body(_DC + "Trade", "DC-Trade"),
    Body("Youth Coalition on Internet Governance", "YCIG"),
)

ACRONYMS: Mapping[str, str] = MappingProxyType(
    {
        "IGF": "Internet Governance Forum",
        "DC": "Dynamic Coalition",
        "DCCG": "Dynamic Coalition Coordination Group",
        "MAG": "Multistakeholder Advisory Group",
        "NRI": "National, Regional and Youth Initiative",
        "BPF": "Best Practice Forum",
        "PN": "Policy Network",
        "EGM": "Expert Group Meeting",
        "WSIS": "World Summit on the Information Society",
        "CSTD": "Commission on Science and Technology for Development",
        "UN": "United Nations",
        "DESA": "Department of Economic and Social Affairs",
        "UN DESA": "United Nations Department of Economic and Social Affairs",
        "UNESCO": "United Nations Educational, Scientific and Cultural Organization",
        "ITU": "International Telecommunication Union",
        "GDC": "Global Digital Compact",
        "SDG": "Sustainable Development Goal",
        "EuroDIG": "European Dialogue on Internet Governance",
        "RightsCon": "RightsCon",
        "ICANN": "Internet Corporation for Assigned Names and Numbers",
        "IETF": "Internet Engineering Task Force",
        "ISOC": "Internet Society",
        "AOB": "any other business",
        "ToR": "Terms of Reference",
        "UTC": "Coordinated Universal Time",
        "CART": "Communication Access Realtime Translation",
    }
)


def known_body(text: str, own: Iterable[Body] = ()) -> Body | None:
    """Return the body of this name or acronym: a meeting's own first, then the registry's coalitions."""
    return find_body(text, own) or find_body(text, COALITIONS)


def acronym_of(name: str) -> str:
    """Return the short form of a group's name, or the text itself if it is a known short form; else ""."""
    for acronym, full in ACRONYMS.items():
        if name.casefold() in (acronym.casefold(), full.casefold()):
            return acronym
    body = known_body(name)
    return body.acronym if body else ""
