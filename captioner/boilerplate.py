"""What captions of films and videos end with, by language: recognisers trained on those say it into silence.

People do say some of it, so it counts only when nothing else was recognised and the sound is weak
(captioner/guards.py). Compared without case, punctuation and hyphens.
"""

BOILERPLATE: dict[str, tuple[str, ...]] = {
    "en": (
        "thank you",
        "thanks",
        "thank you very much",
        "thank you so much",
        "thank you for watching",
        "thanks for watching",
        "thanks for watching and see you next time",
        "please subscribe",
        "please subscribe to my channel",
        "like and subscribe",
        "see you next time",
        "see you in the next video",
        "subtitles by the amara org community",
        "subtitles by",
        "captions by",
        "transcribed by",
        "bye",
        "bye bye",
        "you",
    ),
    "fr": (
        "merci",
        "merci d'avoir regardé cette vidéo",
        "sous titres réalisés par la communauté d'amara org",
        "abonnez vous",
    ),
    "es": (
        "gracias",
        "gracias por ver el video",
        "subtítulos por la comunidad de amara org",
        "suscríbete al canal",
    ),
    "de": (
        "danke",
        "vielen dank",
        "vielen dank fürs zuschauen",
        "untertitel der amara org community",
        "untertitel von",
    ),
    "pt": ("obrigado", "obrigada", "legendas pela comunidade amara org", "inscreva se no canal"),
}
