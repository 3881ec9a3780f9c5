"""The questionnaire of « Mon profil »: every question skippable, answers kept for the session and in the address."""

import streamlit as st

from assistant.errors import ProfileError
from assistant.profile.profiles import Profile, from_address, to_address
from assistant.profile.questionnaire import Choice, ProfileQuestion, Questionnaire
from assistant.ui import state
from assistant.ui.catalogue import Catalogue
from assistant.ui.markup import label, tag

_LONG = 8  # more answers than this are chosen from a list, which a phone shows well


def profile(questionnaire: Questionnaire) -> Profile:
    """Returns the profile of this visitor: this session's, else the address's; a bad address leaves a message."""
    if not state.conversation().profile and state.asked("profil") and state.first_time("profil"):
        try:
            keep(from_address(state.asked("profil"), questionnaire).profile, questionnaire)
        except ProfileError as error:
            state.leave_notice(str(error))
    return state.conversation().profile


def keep(found: Profile, questionnaire: Questionnaire) -> None:
    """Keeps a profile for the session, in the address, and for the conversation."""
    state.write_address(profil=to_address(found, questionnaire))
    state.keep_conversation(state.conversation().with_profile(found))


def refill(found: Profile, questionnaire: Questionnaire) -> None:
    """Puts a profile into the widgets, so that a loaded or emptied profile is what they show."""
    for question in questionnaire.questions:
        labels = found.labels(question.id)
        value = list(labels) if question.kind == "multiple" else (labels[0] if labels else None)
        state.set_widget(_key(question), value)


def ask(questionnaire: Questionnaire, before: Profile, t: Catalogue) -> Profile:
    """Shows the questions and returns the profile as it now stands."""
    found, theme = before, ""
    said = before.practices(questionnaire)
    for question in questionnaire.questions:
        if question.theme != theme:
            theme = question.theme
            st.html(tag("h2", t(f"theme.{theme}"), class_="b-h3"))
        if question.given and said.get(question.given) is not True:
            continue
        found = found.with_answer(question, _answered(question, before, t), questionnaire)
    return found


def _answered(question: ProfileQuestion, before: Profile, t: Catalogue) -> tuple[str, ...]:
    key, labels = _key(question), before.labels(question.id)
    multiple = question.kind == "multiple"
    if state.widget_value(key) is None and labels:
        state.set_widget(key, list(labels) if multiple else labels[0])
    options = [choice.label for choice in question.choices if not choice.hidden or choice.label in labels]
    shown = {choice.label: label(_shown(choice, t)) for choice in question.choices}
    title, help_text = (
        label(_question(question, t)),
        t.shown(question.help) if question.help and t.language == "fr" else None,
    )
    if not multiple and len(options) > _LONG:
        chosen = st.selectbox(
            title,
            options,
            index=None,
            key=key,
            placeholder=t("profile.choose"),
            format_func=shown.__getitem__,
            help=help_text,
        )
        return (chosen,) if chosen else ()
    mode = "multi" if multiple else "single"
    given = st.pills(
        title, options, selection_mode=mode, key=key, format_func=shown.__getitem__, help=help_text, wrap=True
    )
    return tuple(given) if isinstance(given, list) else (given,) if given else ()


def _key(question: ProfileQuestion) -> str:
    return f"profile-{question.id}"


def _question(question: ProfileQuestion, t: Catalogue) -> str:
    return t.shown({"fr": question.fr, "en": question.en, "nl": question.nl}[t.language])


def _shown(choice: Choice, t: Catalogue) -> str:
    return t.shown({"fr": choice.shown, "en": choice.en, "nl": choice.nl}[t.language])
