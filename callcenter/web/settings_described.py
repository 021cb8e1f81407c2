"""The description of the settings as the page gets it: every field with its words."""

from callcenter.administration import words
from callcenter.administration.description import Field
from callcenter.administration.sections import SECTIONS, Section
from callcenter.web.settings_shapes import (
    SettingsChoice,
    SettingsDescription,
    SettingsField,
    SettingsGroup,
    SettingsSection,
)
from callcenter.web.shapes import TextPair


def described(flows: list[str]) -> SettingsDescription:
    """All of it."""
    return SettingsDescription(
        sections=[_section(section) for section in SECTIONS.values()], flows=flows
    )


def _section(section: Section) -> SettingsSection:
    return SettingsSection(
        section=section.name,
        name=_pair(words.section_name(section.name)),
        one=_pair(words.item_name(section.name)),
        sole=section.is_sole,
        groups=[
            SettingsGroup(name=_pair(group.name), fields=[_field(one) for one in group.fields])
            for group in words.groups(section)
        ],
    )


def _field(field: Field) -> SettingsField:
    return SettingsField(
        name=field.name,
        label=_pair(words.label(field)),
        help=_pair(words.help_text(field)),
        kind=field.kind.value,
        optional=field.optional,
        needed=field.needed,
        default=field.default,
        unit=field.unit,
        least=field.least,
        most=field.most,
        choices=[
            SettingsChoice(value=one, label=_pair(words.choice(field.choice_words, one)))
            for one in field.choices
        ],
        refers=field.refers,
        key=_field(field.key) if field.key is not None else None,
        of=_field(field.of) if field.of is not None else None,
        fields=[_field(one) for one in field.fields],
    )


def _pair(text: words.Text) -> TextPair:
    return TextPair(zh=text.zh, en=text.en)
