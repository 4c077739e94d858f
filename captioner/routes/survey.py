"""Five questions about the captions, for anybody who read them, and the answers for the host."""

from __future__ import annotations

import asyncio
import math

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from captioner.live import LiveMeeting
from captioner.routes.ask import Gate
from captioner.routes.asked import Live, page, wants_page
from captioner.survey import CHOICES, NotAnswered, Survey, answer_of
from captioner.surveys import Surveys
from templates.wording import wording

router = APIRouter()

STATUS = {"often": 429, "full": 503}


@router.get("/m/{meeting_id}/survey")
async def form(request: Request, live: Live) -> Response:
    return await _page(live, {}, sent="sent" in request.query_params)


@router.post("/m/{meeting_id}/survey")
async def send(request: Request, live: Live) -> Response:
    form = await request.form(max_files=0, max_fields=10, max_part_size=16_000)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    try:
        await _take(request, live, fields)
    except NotAnswered as fault:
        sentence, status = wording("en")(f"survey.refused_{fault.reason}"), STATUS.get(fault.reason, 422)
        if wants_page(request):
            return await _page(live, fields, sentence, status=status)
        return JSONResponse({"error": sentence}, status)
    return RedirectResponse(f"/m/{live.id}/survey?sent", 303) if wants_page(request) else JSONResponse({"done": True})


@router.get("/m/{meeting_id}/survey/answers")
async def answers(request: Request, live: Live) -> Response:
    surveys: Surveys = request.app.state.surveys
    survey = Survey((await surveys.of(live.id)).answers)
    tally, texts = await asyncio.to_thread(lambda: (survey.tally(), survey.texts()))
    count = len(survey.answers)
    return await page("survey_answers.html", meeting=live.meeting, count=count, tally=tally, texts=texts)


async def _take(request: Request, live: LiveMeeting, fields: dict[str, str]) -> None:
    gate: Gate = request.app.state.asking
    address = request.client.host if request.client else ""
    answer = answer_of(fields)
    wait_ms = gate.wait_ms(live.id, address, joins=False)
    if wait_ms > 0:
        raise NotAnswered("often", f"too many answers in a short time; wait {math.ceil(wait_ms / 1000)} s")
    surveys: Surveys = request.app.state.surveys
    await surveys.take(live.id, answer)
    gate.passed(live.id, address, joins=False, key="")


async def _page(
    live: LiveMeeting, fields: dict[str, str], fault: str = "", sent: bool = False, status: int = 200
) -> Response:
    shown = {name: fields.get(name, "") for name in (*CHOICES, "better")}
    return await page(
        "survey.html", status, meeting=live.meeting, choices=CHOICES, fields=shown, fault=fault, sent=sent
    )
