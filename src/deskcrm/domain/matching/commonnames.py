"""Names so common that a small book can't show it: two people of such a name are no wonder anywhere.

Of our own compiling, from what is generally known of the countries whose names the vocabulary knows; without particles.
Whatever is missing is weighed by the book itself.
"""

from __future__ import annotations

from typing import Final

from deskcrm.domain.matching.script import latin


def _words(*lines: str) -> frozenset[str]:
    return frozenset(latin(word) for line in lines for word in line.split())


COMMON_FAMILIES: Final = _words(
    # German, Austrian, Swiss
    "muller schmidt schneider fischer weber meyer wagner becker schulz hoffmann koch bauer richter klein wolf "
    "schroder neumann schwarz zimmermann braun kruger hofmann hartmann lange werner krause meier lehmann maier "
    "huber gruber",
    # English, Irish, Scottish
    "smith jones taylor brown williams wilson johnson davies evans thomas roberts walker wright robinson thompson "
    "white hughes edwards green hall lewis harris clarke patel jackson wood turner martin cooper hill ward morris "
    "moore clark lee king baker anderson miller davis murphy kelly oconnor obrien ryan byrne walsh campbell "
    "stewart macdonald scott",
    # Spanish, Portuguese
    "garcia rodriguez gonzalez fernandez lopez martinez sanchez perez gomez jimenez ruiz hernandez diaz moreno "
    "munoz alvarez romero torres ramirez flores cruz morales silva santos ferreira pereira oliveira costa "
    "rodrigues martins sousa souza lima alves",
    # French
    "bernard dubois robert richard petit durand leroy moreau simon laurent lefebvre michel david bertrand roux",
    # Italian
    "rossi russo ferrari esposito bianchi romano colombo ricci marino greco bruno gallo conti",
    # Dutch, Scandinavian
    "jong jansen vries berg dijk bakker janssen visser smit meijer boer mulder andersson johansson karlsson "
    "nilsson eriksson larsson olsson hansen jensen nielsen pedersen andersen christensen larsen johansen",
    # Polish, Czech, Turkish
    "nowak kowalski wisniewski wojcik kowalczyk kaminski lewandowski novak novotny svoboda yilmaz kaya demir "
    "celik sahin yildiz ozturk aydin",
    # Bulgarian, Russian, Ukrainian, Greek in Latin letters
    "ivanov ivanova petrov petrova smirnov smirnova kuznetsov popov popova dimitrov georgiev nikolov shevchenko "
    "papadopoulos papas",
    # Vietnamese, Chinese, Korean, Indian as written in Latin letters
    "nguyen tran pham wang li zhang liu chen yang kim park choi singh kumar sharma khan ali ahmed",
)
COMMON_GIVEN: Final = _words(
    "anna maria marie sabine petra claudia andrea susanne monika julia laura lena katharina stefanie nicole "
    "martina peter michael thomas andreas stefan christian martin daniel markus alexander jan sebastian hans "
    "klaus wolfgang jurgen frank john david james paul mark robert william richard andrew christopher matthew "
    "sarah emma elizabeth susan mary margaret jennifer jessica emily karen lisa linda patricia jose antonio juan "
    "manuel francisco luis javier carlos miguel carmen ana isabel pilar teresa cristina joao pedro jean pierre "
    "michel philippe nicolas francois nathalie isabelle sophie catherine giuseppe giovanni francesco marco luca "
    "paolo giulia francesca sara johannes lars erik karin eva kerstin anders per katarzyna agnieszka piotr "
    "krzysztof andrzej tomasz ivan mariya elena olga natalia aleksandr dmitri sergei mehmet mustafa ahmet ayse "
    "fatma mohammed muhammad ali ahmed",
)
