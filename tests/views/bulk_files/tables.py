"""The rows of a file of many profiles, as who downloads it would read them."""

import csv
import io

from openpyxl import load_workbook

ADDRESSES = [
    "/profiles.{}",
    "/places/openland.{}",
    "/search.{}?q=finding",
    "/compare.{}?profile=openland-2021",
]


def content(client, address: str, **headers: str) -> bytes:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.getvalue() if response.streaming else response.content


def lines(client, address: str) -> list[dict[str, str]]:
    text = content(client, address).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def book(client, address: str):
    return load_workbook(io.BytesIO(content(client, address)))


def table(sheet) -> list[dict[str, object]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def notes(client, address: str) -> list[str]:
    return [str(cell) for (cell,) in book(client, address)["Notes"].iter_rows(values_only=True)]
