"""The words that files use for fields, in nine languages: data only, and the index over it.

Each meaning is a target, or one of a few words that only the rest of the file can settle: ``address`` (whole, or
the street beside a city), ``date``, ``heading`` (a job or a form of address), ``description``, ``id``, ``measure``
(a figure that the activities give exactly), ``part`` (of a total), ``due`` (another date than the one that counts)
and ``machine`` (of no use to people).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from deskcrm.domain.mapping.words import fold_header, plain_umlauts
from deskcrm.languages import english

LANGUAGES: Final = {
    "en": english("English"),
    "de": english("German"),
    "fr": english("French"),
    "es": english("Spanish"),
    "it": english("Italian"),
    "nl": english("Dutch"),
    "pl": english("Polish"),
    "pt": english("Portuguese"),
    "cs": english("Czech"),
}

MEANINGS: Final[dict[str, dict[str, str]]] = {
    "given": {
        "en": "first name|given name|forename|firstname|fname|christian name|given names|first names|first",
        "de": "vorname|vornamen|rufname",
        "fr": "prénom|prénoms",
        "es": "nombre de pila|primer nombre|nombres",
        "it": "nome di battesimo|nome proprio",
        "nl": "voornaam|roepnaam|voornamen",
        "pl": "imię|imiona",
        "pt": "primeiro nome|nome próprio",
        "cs": "jméno|křestní jméno",
    },
    "additional": {
        "en": "middle name|additional name|middle names|second name|middle initial|middle",
        "de": "zweiter vorname|weitere vornamen|2. vorname",
        "fr": "deuxième prénom|autre prénom|second prénom",
        "es": "segundo nombre",
        "it": "secondo nome",
        "nl": "tweede voornaam|tweede naam|tussenvoegsel",
        "pl": "drugie imię",
        "pt": "segundo nome|nome do meio",
        "cs": "druhé jméno|prostřední jméno",
    },
    "family": {
        "en": "last name|family name|surname|lastname|lname|last|family",
        "de": "nachname|familienname|zuname",
        "fr": "nom de famille|patronyme",
        "es": "apellido|apellidos|primer apellido",
        "it": "cognome|cognomi",
        "nl": "achternaam|familienaam",
        "pl": "nazwisko",
        "pt": "apelido|sobrenome|último nome",
        "cs": "příjmení",
    },
    "name": {
        "en": "name|full name|fullname|display name|contact name|customer name|client name|person|contact|customer"
        "|client|attendee name|attendee|guest name|guest|member name|member|billing name|recipient name|patient"
        "|patient name|student name|student|participant name|participant|your name|buyer name|buyer"
        "|cardholder name|card name|requester|requester name|invitee|invitee name|payer|payer name|billed to"
        "|bill to name|primary contact|main contact|account holder|tenant|donor|donor name|subscriber name"
        "|lead name|customer full name",
        "de": "vollständiger name|ganzer name|kundenname|kunde|ansprechpartner|ansprechpartnerin|kontaktname"
        "|kontakt|teilnehmer|teilnehmername|anzeigename|kontaktperson|mitglied|gast|auftraggeber|käufer|besteller"
        "|angezeigter name|rechnungsempfänger",
        "fr": "nom|nom complet|nom et prénom|prénom et nom|nom du client|client|contact|nom du contact|nom affiché"
        "|membre|participant|patient",
        "es": "nombre|nombre completo|nombre y apellidos|nombre del cliente|cliente|contacto|nombre del contacto"
        "|asistente|miembro|socio|paciente|nombre fiscal",
        "it": "nome|nome completo|nominativo|nome e cognome|cognome e nome|cliente|nome cliente|contatto"
        "|partecipante|socio|paziente",
        "nl": "naam|volledige naam|klantnaam|klant|contactpersoon|contact|naam klant|deelnemer|lid|weergavenaam",
        "pl": "imię i nazwisko|nazwisko i imię|pełna nazwa|klient|nazwa klienta|kontakt|osoba kontaktowa|uczestnik"
        "|nazwa wyświetlana|nabywca|kupujący",
        "pt": "nome|nome completo|nome do cliente|cliente|contato|contacto|nome do contato|participante|paciente",
        "cs": "celé jméno|jméno a příjmení|příjmení a jméno|zákazník|klient|jméno zákazníka|kontaktní osoba"
        "|kontakt|účastník|zobrazované jméno",
    },
    "prefix": {
        "en": "prefix|name prefix|salutation|honorific|title of address|courtesy title|form of address"
        "|honorific prefix",
        "de": "anrede|akademischer titel|namenspräfix",
        "fr": "civilité|préfixe",
        "es": "tratamiento|prefijo",
        "it": "appellativo|titolo di cortesia|prefisso nome",
        "nl": "aanhef|aanspreektitel|voorvoegsel",
        "pl": "zwrot grzecznościowy|tytuł grzecznościowy|prefiks",
        "pt": "tratamento|pronome de tratamento|prefixo",
        "cs": "oslovení|titul před jménem",
    },
    "suffix": {
        "en": "suffix|name suffix|honorific suffix|generation",
        "de": "namenssuffix|suffix|namenszusatz",
        "fr": "suffixe",
        "es": "sufijo",
        "it": "suffisso",
        "nl": "achtervoegsel",
        "pl": "sufiks|przyrostek",
        "pt": "sufixo",
        "cs": "přípona|titul za jménem",
    },
    "nickname": {
        "en": "nickname|nick name|nick|known as|preferred name|goes by",
        "de": "spitzname",
        "fr": "surnom|pseudo",
        "es": "apodo|alias|sobrenombre",
        "it": "soprannome|nomignolo",
        "nl": "bijnaam",
        "pl": "pseudonim|przydomek",
        "pt": "alcunha",
        "cs": "přezdívka",
    },
    "organization": {
        "en": "company|company name|organization|organisation|organization name|organisation name|business"
        "|business name|employer|account name|firm|org|associated company|primary company|institution"
        "|billing company|client company|trading name|legal name",
        "de": "firma|firmenname|unternehmen|organisation|betrieb|arbeitgeber|firmenbezeichnung|unternehmensname"
        "|verein|institution",
        "fr": "société|entreprise|organisation|raison sociale|nom de la société|nom de l'entreprise|employeur"
        "|organisme",
        "es": "empresa|compañía|organización|nombre de la empresa|razón social|nombre de empresa|sociedad"
        "|nombre comercial",
        "it": "azienda|società|organizzazione|ragione sociale|ditta|nome azienda|impresa",
        "nl": "bedrijf|bedrijfsnaam|organisatie|onderneming|werkgever|firma",
        "pl": "firma|nazwa firmy|organizacja|przedsiębiorstwo|spółka|pracodawca",
        "pt": "empresa|organização|nome da empresa|razão social|companhia",
        "cs": "firma|společnost|organizace|název firmy|název společnosti|podnik|zaměstnavatel",
    },
    "department": {
        "en": "department|dept|organization department|division|team",
        "de": "abteilung",
        "fr": "service|département|division",
        "es": "departamento",
        "it": "reparto|dipartimento|ufficio di appartenenza",
        "nl": "afdeling",
        "pl": "dział|wydział",
        "pt": "departamento|setor",
        "cs": "oddělení",
    },
    "title": {
        "en": "job title|position|role|job|organization title|job role|jobtitle|occupation|function|profession",
        "de": "position|beruf|funktion|berufsbezeichnung|stelle|jobtitel|stellenbezeichnung|tätigkeit",
        "fr": "fonction|poste|profession|métier|titre du poste|intitulé du poste",
        "es": "cargo|puesto|profesión|ocupación",
        "it": "posizione|mansione|qualifica|ruolo|professione|posizione lavorativa",
        "nl": "functie|beroep|functietitel|functieomschrijving",
        "pl": "stanowisko|zawód|funkcja",
        "pt": "cargo|função|profissão|posição",
        "cs": "pozice|funkce|profese|povolání|pracovní pozice",
    },
    "heading": {
        "en": "title",
        "de": "titel",
        "fr": "titre",
        "es": "título",
        "it": "titolo",
        "nl": "titel",
        "pl": "tytuł",
        "pt": "título",
        "cs": "titul",
    },
    "emails": {
        "en": "email|email address|mail|mail address|electronic mail|emails|email addresses|emailaddress"
        "|e mail adress|subscriber|customer email|contact email",
        "de": "email adresse|emailadresse|mailadresse|mail adresse|e-mail adressen|elektronische post",
        "fr": "adresse email|courriel|adresse courriel|adresse de messagerie|adresse mail|mél|adresse électronique",
        "es": "correo electrónico|correo|dirección de correo electrónico|dirección de correo|dirección de email"
        "|dirección email",
        "it": "indirizzo email|posta elettronica|indirizzo di posta elettronica|indirizzo e-mail|indirizzo mail|pec",
        "nl": "emailadres|email adres|mailadres",
        "pl": "adres email|poczta elektroniczna|adres poczty elektronicznej|poczta|adres mailowy",
        "pt": "endereço de email|correio eletrónico|correio eletrônico|endereço eletrônico|endereço email",
        "cs": "emailová adresa|elektronická pošta|adresa elektronické pošty",
    },
    "phones": {
        "en": "phone|phone number|telephone|telephone number|tel|tel no|tel number|phone no|phones|contact number"
        "|landline|phone numbers|telephone no|contact phone|customer phone|direct line|direct dial",
        "de": "telefon|telefonnummer|tel nr|telefon nr|rufnummer|telefonnr|festnetz|tel nummer|fon|telefonnummern"
        "|durchwahl|tel|telefon tagsüber",
        "fr": "téléphone|numéro de téléphone|tél|n° de téléphone|no de téléphone|téléphone fixe|fixe|tel fixe",
        "es": "teléfono|número de teléfono|tfno|teléfono fijo|núm teléfono|tlf|n° teléfono",
        "it": "telefono|numero di telefono|recapito telefonico|telefono fisso|numero telefono|n telefono",
        "nl": "telefoon|telefoonnummer|telefoonnr|tel nr|vaste telefoon",
        "pl": "telefon|numer telefonu|nr telefonu|tel|nr tel|telefon stacjonarny|telefon kontaktowy",
        "pt": "telefone|número de telefone|nº telefone|telefone fixo|fone",
        "cs": "telefon|telefonní číslo|číslo telefonu|tel číslo|pevná linka",
    },
    "phones.mobile": {
        "en": "mobile|mobile phone|mobile number|cell|cell phone|cellphone|cell number|mobile no|mobilephone"
        "|whatsapp|whatsapp number|sms phone|sms phone number|sms|mobile telephone|phone mobile|phone cell"
        "|tel mobile|text reminder number|mobile cell",
        "de": "handy|mobil|mobiltelefon|handynummer|mobilnummer|mobilfunk|handy nr|mobilfunknummer|telefon mobil"
        "|mobilnr|tel mobil|mobil tel nr|mobil tel|mobil nr|mobile nummer|telefon handy|handynr",
        "fr": "portable|téléphone portable|mobile|téléphone mobile|tél portable|gsm|tel mobile|numéro de portable",
        "es": "móvil|teléfono móvil|celular|teléfono celular|número de móvil|tel móvil|tel celular|móvil personal"
        "|num móvil",
        "it": "cellulare|telefono cellulare|numero di cellulare|mobile|numero cellulare",
        "nl": "mobiel|mobiele telefoon|gsm|mobiel nummer|mobiele nummer|06 nummer|mobiele",
        "pl": "telefon komórkowy|komórka|tel komórkowy|tel kom|numer komórkowy|komórkowy|nr komórki",
        "pt": "telemóvel|celular|telefone celular|móvel|nº telemóvel",
        "cs": "mobil|mobilní telefon|mobilní číslo|mobilní",
    },
    "phones.fax": {
        "en": "fax|fax number|fax no|telefax|facsimile",
        "de": "faxnummer|fax nr|telefaxnummer",
        "fr": "télécopie|télécopieur|numéro de fax",
        "es": "número de fax",
        "it": "numero di fax",
        "nl": "faxnummer",
        "pl": "faks|numer faksu",
        "pt": "número de fax",
        "cs": "faxové číslo|číslo faxu",
    },
    "phones.pager": {
        "en": "pager|pager number|beeper",
        "de": "piepser",
        "fr": "bip",
        "es": "buscapersonas",
    },
    "urls": {
        "en": "website|web site|url|web page|webpage|homepage|home page|web|site|website url|web address|blog|link"
        "|company domain name|personal web page|domain|facebook page|website address|shop url|store url"
        "|company website|company url|business website",
        "de": "webseite|internetseite|internet|internetadresse|webadresse|netzseite",
        "fr": "site web|site internet|page web|adresse web|site",
        "es": "sitio web|página web|web|dirección web",
        "it": "sito web|sito|pagina web|sito internet|indirizzo web",
        "nl": "webpagina|webadres|internetadres",
        "pl": "strona internetowa|strona www|witryna|www|strona sieci web|witryna internetowa",
        "pt": "página web|site|sítio web|página da web|endereço web",
        "cs": "webová stránka|webové stránky|internetová stránka|stránky",
    },
    "urls.linkedin": {
        "en": "linkedin|linkedin url|linkedin profile|linkedin bio|linkedin profile url",
    },
    "keep_in_touch": {
        "en": "keep in touch|contact rhythm",
        "de": "in kontakt bleiben|kontaktrhythmus",
    },
    "handles": {
        "en": "handle|screen name|im address|im|instant messaging|chat|social handle|skype|skype name|signal|imaddress",
        "de": "chatname|bildschirmname|kontoname",
        "fr": "pseudonyme|messagerie instantanée",
        "pl": "nazwa ekranowa",
    },
    "handles.instagram": {
        "en": "instagram|instagram handle|instagram name|insta",
    },
    "handles.x": {
        "en": "twitter|twitter handle|twitter username|x handle",
    },
    "handles.facebook": {
        "en": "facebook|facebook name|facebook handle",
    },
    "handles.telegram": {
        "en": "telegram|telegram handle|telegram username",
    },
    "address": {
        "en": "address|street address|postal address|mailing address|address line|street address line|full address|addr"
        "|formatted address|postal",
        "de": "adresse|anschrift|postanschrift|adresszeile|postadresse",
        "fr": "adresse|adresse postale|ligne d'adresse|adresse complète",
        "es": "dirección|dirección postal|domicilio|línea de dirección",
        "it": "indirizzo|indirizzo postale|indirizzo completo",
        "nl": "adres|postadres|adresregel",
        "pl": "adres|adres pocztowy|wiersz adresu|adres korespondencyjny",
        "pt": "endereço|morada|linha de endereço|endereço completo",
        "cs": "adresa|poštovní adresa|řádek adresy",
    },
    "street": {
        "en": "street|street name|street and number|street 1|house number and street|road",
        "de": "straße|strasse|str|straße und hausnummer|straße hausnummer|straße nr|straßenname|strasse hausnr",
        "fr": "rue|voie|numéro et rue|n° et rue",
        "es": "calle|calle y número|vía",
        "it": "via|strada|via e numero civico|via e numero",
        "nl": "straat|straatnaam|straat en huisnummer|straat en nummer",
        "pl": "ulica|ul|ulica i numer|ulica i nr",
        "pt": "rua|logradouro|rua e número",
        "cs": "ulice|ulice a číslo|ulice a č p",
    },
    "extended": {
        "en": "street 2|street 3|street address 2|street address line 2|apartment|apt|suite|unit|extended address"
        "|po box|address line 3|post office box|apartment suite|building|house number|address suffix",
        "de": "adresszusatz|postfach|zusatz|hausnummer|hausnr|anschriftzusatz|adresszusatz 1",
        "fr": "complément d'adresse|complément adresse|boîte postale|appartement",
        "es": "piso|apartado de correos|complemento|apartamento|información adicional de dirección",
        "it": "interno|casella postale|numero civico|civico",
        "nl": "huisnummer|toevoeging|postbus|huisnummer toevoeging",
        "pl": "skrytka pocztowa|numer domu|nr domu|numer mieszkania|nr lokalu",
        "pt": "complemento|caixa postal|andar",
        "cs": "číslo popisné|poštovní přihrádka|číslo domu",
    },
    "city": {
        "en": "city|town|locality|city town|place|suburb|town city",
        "de": "ort|stadt|wohnort|ortschaft",
        "fr": "ville|commune|localité",
        "es": "ciudad|localidad|población|municipio",
        "it": "città|comune|località",
        "nl": "plaats|stad|woonplaats|gemeente|plaatsnaam",
        "pl": "miasto|miejscowość",
        "pt": "cidade|localidade|município",
        "cs": "město|obec",
    },
    "region": {
        "en": "state|province|region|county|state province|province state|state region|province code|state code"
        "|state county|province name|administrative area",
        "de": "bundesland|kanton|bundesstaat|landkreis|bundesland kanton",
        "fr": "région|canton|état|état province",
        "es": "provincia|estado|región|comunidad autónoma|estado provincia",
        "it": "provincia|regione|prov",
        "nl": "provincie|regio",
        "pl": "województwo|powiat",
        "pt": "estado|distrito|região|uf|província",
        "cs": "kraj|okres|stát provincie",
    },
    "postcode": {
        "en": "zip|zip code|postal code|postcode|zipcode|post code|zip postal code|postal zip code|postal zip"
        "|eircode|pin code|zip postcode",
        "de": "plz|postleitzahl",
        "fr": "code postal|cp|npa",
        "es": "código postal|cód postal|c p",
        "it": "cap|codice postale|codice di avviamento postale",
        "nl": "postcode",
        "pl": "kod pocztowy|kod",
        "pt": "código postal|cep|cód postal",
        "cs": "psč|poštovní směrovací číslo",
    },
    "country": {
        "en": "country|country region|country name|country code|nation|country or region|land",
        "de": "land|staat|land region|länderkennzeichen|ländercode",
        "fr": "pays|pays région|code pays",
        "es": "país|país región|código de país",
        "it": "paese|nazione|stato|paese area geografica",
        "nl": "land|land regio|landcode",
        "pl": "kraj|państwo|kraj region",
        "pt": "país|país região",
        "cs": "země|stát|země oblast|kód země",
    },
    "birthday": {
        "en": "birthday|birth date|birthdate|date of birth|dob|birth|born|born on|bday|birth day"
        "|birth date dd mm yyyy|date of birth dd mm yyyy|dob dd mm yyyy|date of birth mm dd yyyy",
        "de": "geburtstag|geburtsdatum|geb datum|geboren|geboren am|geb|gebdatum|geburtsdat",
        "fr": "anniversaire|date de naissance|naissance|né le|date naissance",
        "es": "cumpleaños|fecha de nacimiento|nacimiento|fecha nacimiento|f nacimiento",
        "it": "compleanno|data di nascita|nascita|data nascita|nato il",
        "nl": "verjaardag|geboortedatum|geboren|geb datum",
        "pl": "urodziny|data urodzenia|dzień urodzin|data ur",
        "pt": "aniversário|data de nascimento|nascimento|data nascimento",
        "cs": "narozeniny|datum narození|narozen|dat narození",
    },
    "birthday.year": {
        "en": "birth year|year of birth",
        "de": "geburtsjahr",
        "fr": "année de naissance",
    },
    "birthday.month": {
        "en": "birth month|month of birth",
        "de": "geburtsmonat",
    },
    "birthday.day": {
        "en": "day of birth",
    },
    "anniversary": {
        "en": "anniversary|wedding anniversary|wedding day",
        "de": "jahrestag|hochzeitstag|jubiläum",
        "fr": "anniversaire de mariage",
        "es": "aniversario",
        "it": "anniversario",
        "nl": "jubileum|trouwdag",
        "pl": "rocznica",
        "pt": "aniversário de casamento",
        "cs": "výročí",
    },
    "language": {
        "en": "language|preferred language|locale|lang|correspondence language",
        "de": "sprache|korrespondenzsprache",
        "fr": "langue",
        "es": "idioma|lengua",
        "it": "lingua",
        "nl": "taal",
        "pl": "język",
        "pt": "língua|idioma",
        "cs": "jazyk",
    },
    "gender": {
        "en": "gender|sex",
        "de": "geschlecht",
        "fr": "sexe|genre",
        "es": "sexo|género",
        "it": "sesso|genere",
        "nl": "geslacht",
        "pl": "płeć",
        "pt": "sexo|género|gênero",
        "cs": "pohlaví",
    },
    "stage": {
        "en": "stage|lifecycle stage|customer stage|life cycle stage|lead stage",
        "de": "lebenszyklusphase|phase|kundenphase",
        "fr": "étape|phase du cycle de vie",
        "es": "etapa|etapa del ciclo de vida",
        "it": "fase|fase del ciclo di vita",
        "nl": "fase|levenscyclusfase",
        "pl": "etap|etap cyklu życia",
        "pt": "estágio|etapa|fase do ciclo de vida",
        "cs": "fáze",
    },
    "tags": {
        "en": "tags|tag|labels|label|categories|category|groups|group|group membership|segments|keywords|tag list"
        "|customer group|customer group name|lists|list|segment|customer tags|contact tags|contact groups"
        "|contact group|topics"
        "|interests",
        "de": "schlagwörter|schlagworte|kategorien|kategorie|gruppen|gruppe|etiketten|kundengruppe|stichworte"
        "|stichwörter",
        "fr": "étiquettes|étiquette|catégories|catégorie|libellés|groupe|groupes|mots clés",
        "es": "etiquetas|etiqueta|categorías|categoría|grupos|grupo",
        "it": "etichette|etichetta|categorie|categoria|gruppi|gruppo",
        "nl": "categorieën|categorie|groepen|groep|trefwoorden",
        "pl": "tagi|etykiety|kategorie|kategoria|grupy|grupa|znaczniki",
        "pt": "etiquetas|etiqueta|categorias|categoria|marcadores|grupos|grupo",
        "cs": "štítky|štítek|kategorie|skupiny|skupina|značky",
    },
    "notes": {
        "en": "notes|note|comment|comments|remarks|remark|memo|customer note|internal note|customer notes|about"
        "|additional information|order notes|order note",
        "de": "notiz|notizen|bemerkung|bemerkungen|kommentar|kommentare|anmerkung|anmerkungen|hinweis|hinweise"
        "|kundennotiz",
        "fr": "remarque|remarques|commentaire|commentaires|observations|mémo|notes",
        "es": "notas|nota|comentarios|comentario|observaciones|observación",
        "it": "note|nota|commenti|commento|osservazioni|annotazioni",
        "nl": "notities|notitie|opmerkingen|opmerking|aantekeningen",
        "pl": "notatki|notatka|uwagi|uwaga|komentarz|komentarze",
        "pt": "notas|nota|observações|observação|comentários|comentário|anotações",
        "cs": "poznámka|poznámky|komentář",
    },
    "source_id": {
        "en": "customer id|contact id|client id|person id|member id|user id|customer number|customer no"
        "|customer nr|client number|membership number|member number|member no|external id|record id|subscriber id"
        "|patient id|uid|account number|account id|reference number|patient number|student id|customer key"
        "|customer ref|client no|patient no|member nr|pupil id|crm id|hubspot id|record number|person key|buyer id"
        "|buyer user id|donor id|customer code|client code",
        "de": "kundennummer|kunden nr|kundennr|kunden id|mitgliedsnummer|kontakt id|mitglieds nr|mitgliedsnr"
        "|debitor|debitorennummer|personennummer|kd nr|patientennummer",
        "fr": "numéro client|n° client|id client|identifiant|numéro d'adhérent|n° adhérent|code client|référence client"
        "|identifiant client",
        "es": "número de cliente|id cliente|id de cliente|n° cliente|código de cliente|número de socio"
        "|identificador|código cliente",
        "it": "codice cliente|numero cliente|id cliente|identificativo|numero tessera|n cliente",
        "nl": "klantnummer|klant id|klantnr|lidnummer|relatienummer|relatiecode|klantcode|debiteurnummer",
        "pl": "numer klienta|id klienta|nr klienta|identyfikator|numer członkowski|kod klienta",
        "pt": "número do cliente|id do cliente|código do cliente|nº cliente|número de cliente|número de sócio",
        "cs": "číslo zákazníka|id zákazníka|zákaznické číslo|členské číslo|identifikátor",
    },
    "id": {
        "en": "id|no|nr|number|ref|reference|key|code|#",
        "de": "nummer|kennung",
        "fr": "numéro|n°|référence|code",
        "es": "número|código|referencia",
        "it": "numero|codice|riferimento",
        "nl": "nummer|code|kenmerk",
        "pl": "numer|lp",
        "pt": "número|código|referência",
        "cs": "číslo|kód",
    },
    "source_ids": {
        "en": "source ids|other ids|stripe customer id|username|user name|login",
        "de": "benutzername|anmeldename|nummern der quellen",
    },
    "created_at": {
        "en": "created at|created|create date|date created|customer since|member since|signup date|sign up"
        "|sign up date|registered|registration date|date added|added|added on|join date|joined|first seen"
        "|created on|created time|created date|known since|date joined|signed up|client since|subscribed at"
        "|subscription date|optin time|since|added time|added date|entry date|date entered|record created"
        "|person created|contact created|creation date|registered at|registered on|registration time",
        "de": "erstellt|erstellt am|angelegt|angelegt am|kunde seit|mitglied seit|registriert am|erstellungsdatum"
        "|eintritt|anmeldedatum|erfasst am|hinzugefügt am|eintrittsdatum|anlagedatum|kundin seit|kontakt seit"
        "|registrierung",
        "fr": "créé le|date de création|client depuis|membre depuis|date d'inscription|ajouté le|inscrit le"
        "|date d'ajout|date d'adhésion",
        "es": "creado|fecha de creación|cliente desde|fecha de alta|fecha de registro|alta|fecha alta|socio desde"
        "|creado el",
        "it": "creato il|data di creazione|cliente dal|data di iscrizione|data iscrizione|registrato il|data creazione",
        "nl": "aangemaakt|aangemaakt op|klant sinds|lid sinds|registratiedatum|inschrijfdatum|datum aangemaakt",
        "pl": "utworzono|data utworzenia|klient od|data rejestracji|data dodania|data zapisu",
        "pt": "criado em|data de criação|cliente desde|data de registo|data de cadastro|data de inscrição",
        "cs": "vytvořeno|datum vytvoření|zákazník od|datum registrace|člen od|přidáno",
    },
    "consent.email": {
        "en": "accepts email marketing|accepts marketing|email consent|newsletter|newsletter consent|subscribed"
        "|opt in|optin|email opt in|marketing consent|email marketing consent|subscribed to emails"
        "|email subscribed|subscription status|accepts newsletter|marketing opt in|gdpr consent|consent"
        "|email permission|mailing list|email marketing|wants emails|email marketing status"
        "|email subscription status|newsletter subscriber|subscribed to newsletter|marketing emails|double opt in"
        "|email subscription|subscribed status|email subscriber|marketing permission|opted in|newsletter opt in"
        "|newsletter signup",
        "de": "einwilligung|newsletter einwilligung|newsletter abonniert|abonniert|werbeeinwilligung"
        "|werbung erlaubt|newsletter ja nein|email werbung|newsletter erlaubt|einwilligung newsletter"
        "|email einwilligung|newsletter anmeldung",
        "fr": "abonné|abonnée|inscrit à la newsletter|abonné newsletter|consentement|lettre d'information"
        "|abonné à la newsletter|consentement email|accepte le marketing|infolettre",
        "es": "suscrito|suscrito al boletín|boletín|consentimiento|acepta marketing|acepta publicidad|suscriptor"
        "|consentimiento email",
        "it": "iscritto|iscritto alla newsletter|consenso|consenso newsletter|consenso marketing|accetta marketing"
        "|iscrizione newsletter",
        "nl": "nieuwsbrief|ingeschreven|toestemming|aangemeld voor nieuwsbrief|accepteert marketing"
        "|toestemming nieuwsbrief",
        "pl": "zgoda|zgoda marketingowa|subskrybent|zgoda na newsletter|subskrypcja|zapisany|zgoda email"
        "|zgoda na marketing",
        "pt": "inscrito|subscrito|consentimento|aceita marketing|aceita newsletter|boletim|assinante"
        "|consentimento email",
        "cs": "souhlas|souhlas s newsletterem|odběr novinek|odběratel|přihlášen k odběru|souhlas s marketingem"
        "|zasílat novinky",
    },
    "consent.phone": {
        "en": "accepts sms marketing|sms consent|sms opt in|phone consent|text consent|sms marketing"
        "|sms subscribed|sms marketing consent|sms marketing status|text message consent|accepts calls"
        "|sms subscription|mobile opt in",
        "de": "sms einwilligung|telefon einwilligung|anruf erlaubt|sms erlaubt|werbung per telefon|werbung per sms",
        "fr": "consentement sms|accepte les sms",
        "es": "consentimiento sms|acepta sms",
        "it": "consenso sms|accetta sms",
        "nl": "toestemming sms|sms toestemming",
        "pl": "zgoda sms|zgoda na sms|zgoda na telefon",
        "pt": "consentimento sms|aceita sms",
        "cs": "souhlas se sms|souhlas sms",
    },
    "optout.email": {
        "en": "unsubscribed|opted out|opt out|email opt out|do not email|email optout|unsubscribed from all email"
        "|no newsletter|has opted out of email|do not mail|opted out of email|no emails|unsubscribe|blacklisted"
        "|email blacklisted|email blocklisted|email disabled|unsubscribed from emails|do not contact|suppressed",
        "de": "abgemeldet|keine werbung|widerspruch|keine emails|werbesperre|werbewiderspruch|kein newsletter",
        "fr": "désabonné|désinscrit|ne pas contacter par email",
        "es": "dado de baja|baja|no enviar emails",
        "it": "disiscritto|cancellato|non inviare email",
        "nl": "uitgeschreven|afgemeld|geen emails",
        "pl": "wypisany|rezygnacja|nie wysyłać",
        "pt": "cancelou a inscrição|descadastrado|não enviar email",
        "cs": "odhlášen|nezasílat|odhlášený",
    },
    "optout.phone": {
        "en": "do not call|sms opt out|sms blacklisted|phone opt out|no calls|do not text|opted out of sms",
        "de": "nicht anrufen|keine anrufe",
        "fr": "ne pas appeler",
    },
    "measure": {
        "en": "total spent|total spend|total orders|orders|order count|orders count|lifetime value|ltv|aov|spent"
        "|payment count|average order value|number of orders|refunded volume|last order|last order date"
        "|first order date|visits|visit count|number of visits|last visit|last active|last purchase|revenue"
        "|balance|points|loyalty points|total revenue|total purchases|amount spent|first order|purchases"
        "|annual revenue|number of employees|employees|lifetime spend|transaction count|first visit|first purchase"
        "|last contacted|last contact|last seen|last login|lead score|score|age|number of sales|total sales|sales"
        "|average spend|avg order value|credit|credits|last activity|last activity date",
        "de": "umsatz|gesamtumsatz|bestellungen|anzahl bestellungen|letzte bestellung|besuche|letzter besuch"
        "|punkte|kundenwert|letzter kauf|guthaben|bonuspunkte|anzahl besuche|jahresumsatz|mitarbeiterzahl",
        "fr": "total dépensé|nombre de commandes|dernière commande|chiffre d'affaires|commandes|points|dernière visite",
        "es": "total gastado|pedidos|número de pedidos|último pedido|gasto total|puntos|última visita|facturación",
        "it": "totale speso|ordini|numero ordini|ultimo ordine|fatturato|punti|ultima visita|spesa totale",
        "nl": "totaal besteed|bestellingen|aantal bestellingen|laatste bestelling|omzet|punten|laatste bezoek",
        "pl": "suma wydatków|zamówienia|liczba zamówień|ostatnie zamówienie|obrót|punkty|ostatnia wizyta",
        "pt": "total gasto|pedidos|número de pedidos|último pedido|pontos|última visita|encomendas",
        "cs": "celkem utraceno|objednávky|počet objednávek|poslední objednávka|obrat|body|poslední návštěva",
    },
    "machine": {
        "en": "tax exempt|latitude|longitude|lat|lng|lon|ip|ip address|photo|image|avatar|uuid|guid|hash"
        "|user agent|gmtoff|dstoff|timezone|time zone|member rating|updated at|last changed|last modified|modified"
        "|row|row number|checksum|version|euid|leid|photo url|image url|avatar url|picture|last updated"
        "|modified at|updated|modified date|utm source|utm medium|utm campaign|contact owner|owner|file as"
        "|initials|directory server|sensitivity|priority|private|deleted at|internet free busy|mileage|session id"
        "|assignee|assigned to|instant profile|created by|updated by|modified by|browser|device|referrer url|gclid"
        "|fbclid|landing page|etag|revision|date updated|modified time|updated time"
        "|vat number|vat id|tax number|tax id|vat no|iban|bic",
        "de": "breitengrad|längengrad|foto|bild|zeitzone|geändert am|zuletzt geändert|lfd nr|laufende nummer|zeile"
        "|ustid|ust id|umsatzsteuer id|eu ust id"
        "|steuernummer",
        "fr": "photo|fuseau horaire|modifié le|latitude|longitude",
        "es": "foto|zona horaria|modificado|latitud|longitud",
        "it": "foto|fuso orario|modificato il",
        "nl": "foto|tijdzone|gewijzigd op",
        "pl": "zdjęcie|strefa czasowa|zmodyfikowano",
        "pt": "fuso horário|modificado em",
        "cs": "fotografie|časové pásmo|změněno",
    },
    "activity.key": {
        "en": "order id|purchase id|order number|order no|order|order name|order #|order ref|order reference"
        "|invoice number"
        "|invoice no|invoice id|invoice|invoice #|receipt number|receipt no|transaction id|payment id|charge id"
        "|booking id|booking number|booking reference|ticket id|ticket number|ticket no|ticket #|ticket"
        "|case number|case id|appointment id|reservation number|event id|attendee #|attendee id|activity id"
        "|message id|receipt|transaction|transaction number|payment reference|call id|visit id|confirmation number"
        "|case|issue key|reservation id|order nr|id order|attendee no|ticket key|conversation id|conversation"
        "|deal id|booking|booking no|reservation no|sales order|order confirmation",
        "de": "bestellnummer|bestell nr|bestellnr|auftragsnummer|auftrag|auftrags nr|rechnungsnummer|rechnungs nr"
        "|rechnungsnr|rechnung|belegnummer|beleg nr|beleg|bestellung|buchungsnummer|ticketnummer|vorgangsnummer"
        "|terminnummer|bestell id|transaktionsnummer|transaktionscode|transaktions id|rg nr|auftragsnr|belegnr|re nr",
        "fr": "numéro de commande|n° commande|commande|numéro de facture|n° facture|facture|référence commande"
        "|n° de commande|n° de facture|id commande|numéro de réservation",
        "es": "número de pedido|n° pedido|pedido|número de factura|n° factura|factura|id pedido|id de pedido"
        "|núm pedido|número de reserva",
        "it": "numero ordine|n ordine|ordine|numero fattura|n fattura|fattura|id ordine|numero di ordine"
        "|numero prenotazione",
        "nl": "bestelnummer|ordernummer|factuurnummer|factuur|bestelling|boekingsnummer|order id|factuurnr|bonnummer",
        "pl": "numer zamówienia|nr zamówienia|zamówienie|numer faktury|nr faktury|faktura|id zamówienia"
        "|numer rezerwacji",
        "pt": "número do pedido|nº pedido|pedido|número da encomenda|encomenda|número da fatura|fatura"
        "|id do pedido|nota fiscal",
        "cs": "číslo objednávky|objednávka|číslo faktury|faktura|č objednávky|č faktury|číslo rezervace",
    },
    "activity.at": {
        "en": "order date|invoice date|payment date|transaction date|date of order|purchase date|ordered at"
        "|ordered on|date ordered|sale date|booking date|appointment date|start time|start date|start|starts at"
        "|visit date|event date|activity date|timestamp|date time|datetime|when|call date|sent at|received at"
        "|occurred at|date and time|date of visit|date purchased|checkin time|check in time|appointment time"
        "|meeting date|opened at|date sent|paid at|order created|created date time|session date|class date"
        "|purchased at|placed at|start date time|start date and time|event start|starts|event start time|call time"
        "|call date time|transaction time|date of service|service date|start at|completed at|meeting time"
        "|event start date|order time|date of purchase|date of payment",
        "de": "bestelldatum|rechnungsdatum|auftragsdatum|kaufdatum|zahlungsdatum|buchungsdatum|termin|belegdatum"
        "|beginn|startzeit|besuchsdatum|zeitpunkt|terminbeginn|bestellt am|datum uhrzeit|zahlungseingang"
        "|zeitstempel|datum und uhrzeit|verkaufsdatum|verkauft am|gekauft am|besucht am|wann|startdatum|datum zeit"
        "|datum der bestellung|behandlungsdatum|leistungsdatum|gesprächsdatum|buchungstag",
        "fr": "date de commande|date de la commande|date de facture|date d'achat|date de paiement|début"
        "|date de facturation|date du rendez-vous|date et heure|date de début|commandé le|date de visite"
        "|horodatage",
        "es": "fecha de pedido|fecha del pedido|fecha de factura|fecha de compra|fecha de pago|inicio|fecha y hora"
        "|fecha pedido|fecha factura|fecha de la cita|fecha de visita|comprado el",
        "it": "data ordine|data fattura|data acquisto|data pagamento|inizio|data e ora|data dell'ordine"
        "|data appuntamento|data visita",
        "nl": "besteldatum|orderdatum|factuurdatum|betaaldatum|aankoopdatum|begin|starttijd|datum en tijd"
        "|afspraakdatum|boekdatum",
        "pl": "data zamówienia|data faktury|data zakupu|data płatności|data wystawienia|początek|data i godzina"
        "|data wizyty|termin",
        "pt": "data do pedido|data da encomenda|data da fatura|data da compra|data de pagamento|início|data e hora"
        "|data da consulta",
        "cs": "datum objednávky|datum faktury|datum nákupu|datum platby|začátek|datum a čas|datum vystavení"
        "|datum návštěvy|termín",
    },
    "activity.time": {
        "en": "time|time of day|hour|clock time",
        "de": "uhrzeit|zeit",
        "fr": "heure",
        "es": "hora",
        "it": "ora|orario",
        "nl": "tijd|tijdstip",
        "pl": "godzina|czas",
        "pt": "hora|horário",
        "cs": "čas|hodina",
    },
    "date": {
        "en": "date|day",
        "de": "datum|tag",
        "fr": "date|jour",
        "es": "fecha|día",
        "it": "data|giorno",
        "nl": "datum|dag",
        "pl": "data|dzień",
        "pt": "data|dia",
        "cs": "datum|den",
    },
    "activity.kind": {
        "en": "kind|type|activity type|event type|activity|channel|ticket type|appointment type|visit type|action"
        "|transaction type|service|event|interaction type|call type|payment type|class|treatment",
        "de": "art|typ|aktivität|vorgang|aktivitätsart|terminart|kanal|leistung|kontaktart|behandlung|dienstleistung",
        "fr": "type|type d'activité|nature|canal|prestation|activité",
        "es": "tipo|tipo de actividad|canal|actividad|servicio",
        "it": "tipo|tipologia|tipo di attività|canale|attività|servizio|prestazione",
        "nl": "soort|type activiteit|kanaal|activiteit|dienst|behandeling",
        "pl": "typ|rodzaj|kanał|typ aktywności|usługa|rodzaj wizyty",
        "pt": "tipo de atividade|canal|atividade|serviço|tipo",
        "cs": "druh|typ|kanál|typ aktivity|služba",
    },
    "activity.title": {
        "en": "event type name|subject|summary|topic|event name|appointment|meeting|event title|session|headline|reason"
        "|subject line|campaign|course|course name|service name|class name",
        "de": "betreff|thema|veranstaltung|anlass|überschrift|zusammenfassung|anliegen|kurs|kursname|grund",
        "fr": "objet|sujet|événement|motif|résumé|intitulé",
        "es": "asunto|tema|evento|motivo|resumen",
        "it": "oggetto|argomento|evento|motivo",
        "nl": "onderwerp|evenement|reden|samenvatting",
        "pl": "temat|wydarzenie|powód|przedmiot",
        "pt": "assunto|tema|motivo|evento",
        "cs": "předmět|téma|událost|důvod",
    },
    "activity.text": {
        "en": "message|body|text|content|message text|message body|transcript|call notes|visit notes|meeting notes"
        "|question|answer|request|feedback|activity text|what happened|details",
        "de": "nachricht|inhalt|gesprächsnotiz|frage|nachrichtentext|anfrage|gesprächsinhalt|verlauf|einzelheiten",
        "fr": "message|contenu|texte|question|détails",
        "es": "mensaje|contenido|texto|pregunta|detalles",
        "it": "messaggio|contenuto|testo|domanda|dettagli",
        "nl": "bericht|inhoud|tekst|vraag",
        "pl": "wiadomość|treść|tekst|pytanie|szczegóły",
        "pt": "mensagem|conteúdo|texto|pergunta|detalhes",
        "cs": "zpráva|obsah|text|dotaz|podrobnosti",
    },
    "description": {
        "en": "description|desc",
        "de": "beschreibung|bezeichnung",
        "fr": "description|désignation|libellé",
        "es": "descripción|concepto",
        "it": "descrizione|causale",
        "nl": "omschrijving|beschrijving",
        "pl": "opis",
        "pt": "descrição",
        "cs": "popis",
    },
    "activity.amount": {
        "en": "total|amount|order total|grand total|total amount|total price|order amount|invoice total|sum"
        "|amount paid|paid|value|gross|gross amount|total inc tax|order value|payment amount|total paid"
        "|invoice amount|charge|transaction amount|gross total|amount due|total incl vat|purchase amount",
        "de": "betrag|summe|gesamtbetrag|gesamt|gesamtsumme|bruttobetrag|brutto|rechnungsbetrag|endbetrag"
        "|gesamtpreis|bestellwert|auftragswert|zahlbetrag|bestellsumme|wert|honorar|rechnungssumme|betrag brutto"
        "|bezahlt",
        "fr": "montant|total ttc|montant total|prix total|montant ttc|somme|total de la commande",
        "es": "importe|importe total|monto|precio total|suma|total del pedido|cantidad pagada",
        "it": "importo|totale|importo totale|prezzo totale|totale ordine|somma",
        "nl": "bedrag|totaal|totaalbedrag|totaalprijs|factuurbedrag|orderbedrag|som",
        "pl": "kwota|suma|razem|wartość|kwota brutto|wartość zamówienia|do zapłaty|łącznie|kwota zamówienia",
        "pt": "valor|montante|valor total|total do pedido|preço total|valor pago",
        "cs": "částka|celkem|celková částka|cena celkem|celková cena|suma|částka celkem",
    },
    "activity.currency": {
        "en": "currency|currency code|order currency|ccy",
        "de": "währung",
        "fr": "devise|monnaie",
        "es": "moneda|divisa",
        "it": "valuta|moneta",
        "nl": "valuta|munteenheid",
        "pl": "waluta",
        "pt": "moeda",
        "cs": "měna",
    },
    "activity.status": {
        "en": "status|order status|payment status|financial status|state of order|attendee status"
        "|appointment status|ticket status|invoice status|booking status|outcome|result",
        "de": "bestellstatus|zahlungsstatus|rechnungsstatus|zustand|ergebnis|auftragsstatus|terminstatus",
        "fr": "statut|état de la commande|statut de la commande|résultat|statut du paiement",
        "es": "estado del pedido|estado de pago|situación|resultado",
        "it": "stato ordine|stato pagamento|esito|stato dell'ordine",
        "nl": "orderstatus|betaalstatus|resultaat|factuurstatus",
        "pl": "stan|status zamówienia|wynik|status płatności",
        "pt": "situação|status do pedido|estado da encomenda|resultado",
        "cs": "stav|stav objednávky|stav platby|výsledek",
    },
    "activity.refunded": {
        "en": "refunded amount|refund amount|amount refunded|refunded|refund|total refunded|order refund"
        "|partial refund",
        "de": "erstattet|erstattung|rückerstattung|erstattungsbetrag|gutschrift|erstatteter betrag",
        "fr": "remboursé|montant remboursé|remboursement",
        "es": "reembolsado|importe reembolsado|reembolso",
        "it": "rimborsato|importo rimborsato|rimborso",
        "nl": "terugbetaald|terugbetaling|restitutie",
        "pl": "zwrot|zwrócono|kwota zwrotu",
        "pt": "reembolsado|reembolso|estorno",
        "cs": "vráceno|refundace|vrácená částka",
    },
    "item.name": {
        "en": "item|product|product name|item name|lineitem name|line item|article|product title|item description"
        "|items|products|line items|item title|lineitem title|product description|item purchased|items purchased",
        "de": "artikel|produkt|artikelname|produktname|ware|artikelbezeichnung|angebotstitel|artikeltitel"
        "|position bezeichnung|produktbezeichnung",
        "fr": "article|produit|nom du produit|articles|produits|désignation article",
        "es": "artículo|producto|nombre del producto|productos",
        "it": "articolo|prodotto|nome prodotto|prodotti",
        "nl": "artikel|product|productnaam|producten|artikelnaam",
        "pl": "produkt|towar|nazwa produktu|produkty|artykuł",
        "pt": "produto|artigo|item|nome do produto|produtos",
        "cs": "produkt|zboží|položka|název produktu|název zboží",
    },
    "item.sku": {
        "en": "sku|product code|item number|item no|article number|product id|lineitem sku|product number"
        "|item code|product sku|item sku",
        "de": "artikelnummer|artikel nr|artnr|artikelnr|art nr|produktnummer",
        "fr": "référence produit|référence article|code article|code produit",
        "es": "referencia producto|código de producto|código producto|código artículo",
        "it": "codice articolo|codice prodotto",
        "nl": "artikelnummer|productcode|artikelcode",
        "pl": "kod produktu|symbol|indeks",
        "pt": "código do produto|referência do produto|código produto",
        "cs": "kód zboží|kód produktu|číslo zboží",
    },
    "item.quantity": {
        "en": "quantity|qty|lineitem quantity|count|units|item quantity|pieces|number of items|item count"
        "|no of items|items ordered|total items|units sold|quantity refund",
        "de": "menge|anzahl|stück|stückzahl",
        "fr": "quantité|qté|nombre",
        "es": "cantidad|unidades|cant",
        "it": "quantità|qtà|pezzi",
        "nl": "aantal|hoeveelheid|stuks",
        "pl": "ilość|liczba|sztuk|szt",
        "pt": "quantidade|qtd|qtde",
        "cs": "množství|počet|kusy|ks",
    },
    "item.price": {
        "en": "price|unit price|item price|lineitem price|sale price|price each|cost|unit cost|item cost|product price",
        "de": "preis|einzelpreis|stückpreis|verkaufspreis",
        "fr": "prix|prix unitaire",
        "es": "precio|precio unitario",
        "it": "prezzo|prezzo unitario",
        "nl": "prijs|stukprijs|eenheidsprijs",
        "pl": "cena|cena jednostkowa",
        "pt": "preço|preço unitário",
        "cs": "cena|jednotková cena|cena za kus",
    },
    "part": {
        "en": "net|net total|subtotal|sub total|tax|taxes|vat|tax amount|shipping cost|shipping|shipping fee"
        "|shipping total"
        "|discount amount|discount total|tip|gratuity|fee|fees|processing fee|vat amount|tax total|net amount"
        "|shipping amount|total tax|gst|surcharge|total discount|discount",
        "de": "netto|nettobetrag|mwst|ust|umsatzsteuer|mehrwertsteuer|versandkosten|zwischensumme|rabatt|gebühr"
        "|trinkgeld|steuer|steuerbetrag|porto|mwst betrag|betrag netto|nettosumme|versand",
        "fr": "montant ht|total ht|tva|sous total|frais de port|remise|montant tva|livraison",
        "es": "base imponible|iva|subtotal|gastos de envío|descuento|importe neto|impuestos",
        "it": "imponibile|iva|subtotale|spese di spedizione|sconto|netto",
        "nl": "btw|subtotaal|verzendkosten|korting|nettobedrag|bedrag excl btw",
        "pl": "netto|vat|koszt wysyłki|rabat|kwota netto|kwota vat|wartość netto",
        "pt": "iva|subtotal|portes|frete|desconto|valor líquido|imposto",
        "cs": "dph|bez dph|mezisoučet|poštovné|doprava|sleva|základ daně",
    },
    "due": {
        "en": "due date|due|payment due|end date|end time|end|ends at|end date time|end date and time|shipped at"
        "|date shipped|delivery date|ship date|cancelled at|canceled at|closed at|solved at|finish time"
        "|expiry date|expires|paid date|date paid|paid on|event created date time",
        "de": "fällig|fällig am|fälligkeit|fälligkeitsdatum|enddatum|ende|versanddatum|lieferdatum|bezahlt am"
        "|zahlungsziel|storniert am|endzeit",
        "fr": "date d'échéance|échéance|date de fin|fin|date de livraison|date d'expédition",
        "es": "fecha de vencimiento|vencimiento|fecha de entrega|fecha de envío|fin|fecha fin",
        "it": "scadenza|data scadenza|data di consegna|fine|data fine",
        "nl": "vervaldatum|einddatum|leverdatum|eindtijd|einde",
        "pl": "termin płatności|data wysyłki|koniec|data zakończenia",
        "pt": "vencimento|data de vencimento|data de entrega|fim",
        "cs": "splatnost|datum splatnosti|konec|datum dodání",
    },
}

LABELS: Final[dict[str, str]] = {
    "work": "work|business|office|job|geschäftlich|geschäft|arbeit|büro|dienstlich|dienst|beruflich|firma|company"
    "|bureau|travail|professionnel|professionnelle|pro|trabajo|oficina|laboral|profesional|empresa|lavoro|ufficio"
    "|aziendale|werk|zakelijk|kantoor|praca|służbowy|służbowa|biuro|firmowy|firmowa|trabalho|comercial|escritório"
    "|profissional|práce|pracovní|kancelář|do práce|w pracy|biznesowy|firemní|służb",
    "home": "home|private|personal|residential|privat|zuhause|domicile|maison|personnel|personnelle|privé|privée"
    "|casa|particular|personale|abitazione|thuis|prive|dom|domowy|domowa|prywatny|prywatna|residencial|pessoal"
    "|domů|domácí|soukromý|soukromá|osobní|osobisty",
    "billing": "billing|invoicing|bill to|rechnungs|rechnungsadresse|rechnungsanschrift|rechnung|facturation"
    "|facturación|fatturazione|factuur|facturatie|faturamento|faturação|fakturační|rozliczeniowy|do faktury|fatura",
    "shipping": "shipping|delivery|ship|ship to|liefer|lieferadresse|lieferanschrift|versand|lieferung|livraison"
    "|envío|entrega|spedizione|consegna|verzend|bezorg|levering|verzending|dostawy|wysyłki|dostawa|doručovací"
    "|dodací|doručení|empfänger|empfängers",
    "other": "other|andere|anderer|sonstige|sonstiges|autre|otro|otra|altro|altra|overig|overige|inny|inna|inne"
    "|outro|outra|jiný|jiná|další",
}
"""Words that say which of several emails, phones or addresses a column holds."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILLERS: Final = _words(
    "primary main default customer customers client contact person your the my of secondary alternate alternative"
    " additional number no nr adresse adres adresa address field column preferred standard haupt kunde kunden du"
    " de la le des del della der die das member user attendee buyer guest subscriber enter please principal"
    " principale hoofd glowny order ordering participant patient student recipient requester applicant invitee"
    " payer mailing postal zweite second kupujacy zakaznik klienta cliente klant kundin eur usd gbp chf pln czk in"
    " utc incl inc vat kaufer kaufers nabywcy kupujacego acheteur acheteurs acquirente comprador invitees"
)
"""Words that may stand beside a known phrase without changing what it means."""

SOMEBODY_ELSE: Final = _words(
    "assistant assistants manager managers spouse partner partners parent emergency mother father child children"
    " referred dog pet cat owner agent staff employee sales rep salesperson vendor seller referrer guardian"
    " assignee betreuer vertreter notfall asst assistent assistentin sekretariat ehepartner"
    " vorgesetzter conjoint urgence conyuge emergencia coniuge emergenza noodgeval asystent"
)
"""Words that say that a column is about another person than the row's."""

PLACES: Final = _words("venue event location store warehouse site property school branch pickup sender")
"""Words whose address is not the person's."""

OTHER_THINGS: Final = _words(
    "tax vat tva nif ust company account org organization parent campaign list payment order session event photo image"
    " product store location device transaction subscription plan deal lead household group"
)
"""Words whose id is not the person's."""

BREAKERS: Final = SOMEBODY_ELSE | _words(
    "type status count opens clicks sent bounced display verified valid id time reason source total rate score"
    " last first campaign optin optout marketing consent ip domain validation yomi phonetic confirmed date code"
    " kind format extension hash from"
)
"""Words that make a known phrase mean something else: "email status" holds no email."""


class Meaning(NamedTuple):
    """What a header phrase means, and the languages that say so, the first listed first."""

    target: str
    languages: tuple[str, ...]


def _phrase_index() -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for language in LANGUAGES:
        for target, words in MEANINGS.items():
            for phrase in words.get(language, "").split("|"):
                folded = fold_header(phrase)
                if folded:
                    meanings = found.setdefault(folded, {})
                    meanings[target] = (*meanings.get(target, ()), language)
    for folded in list(found):
        found.setdefault(plain_umlauts(folded), found[folded])
        found.setdefault(folded.replace(" ", ""), found[folded])  # customernumber, zipcode
    return {
        phrase: tuple(Meaning(target, tuple(dict.fromkeys(spoken))) for target, spoken in meanings.items())
        for phrase, meanings in found.items()
    }


def _label_index() -> dict[str, str]:
    index: dict[str, str] = {}
    for label, phrases in LABELS.items():
        for phrase in phrases.split("|"):
            index.setdefault(fold_header(phrase), label)
            index.setdefault(plain_umlauts(fold_header(phrase)), label)
    return index


PHRASES: Final = _phrase_index()
LABEL_PHRASES: Final = _label_index()
LONGEST_PHRASE: Final = max(phrase.count(" ") + 1 for phrase in PHRASES)
