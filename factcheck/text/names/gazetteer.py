"""A gazetteer: countries with their people's names and chief cities, states, regions."""

from __future__ import annotations

from factcheck.text.language.word_lists import word_lists

_WORDS = word_lists("factcheck.text.names", "gazetteer")

_COUNTRIES = """
Afghanistan|Afghan,Afghans|Kabul,Kandahar,Herat
Albania|Albanian,Albanians|Tirana
Algeria|Algerian,Algerians|Algiers,Oran
Andorra|Andorran|Andorra la Vella
Angola|Angolan,Angolans|Luanda
Argentina|Argentine,Argentinian,Argentines|Buenos Aires,Rosario
Armenia|Armenian,Armenians|Yerevan
Australia|Australian,Australians|Canberra,Sydney,Melbourne,Brisbane,Perth,Adelaide,Hobart,Darwin
Austria|Austrian,Austrians|Vienna,Graz,Salzburg,Linz
Azerbaijan|Azerbaijani,Azeri,Azerbaijanis|Baku
Bahamas|Bahamian|Nassau
Bahrain|Bahraini,Bahrainis|Manama
Bangladesh|Bangladeshi,Bangladeshis|Dhaka,Chittagong
Barbados|Barbadian|Bridgetown
Belarus|Belarusian,Belarusians|Minsk,Brest
Belgium|Belgian,Belgians|Brussels,Antwerp,Ghent
Belize|Belizean|Belmopan
Benin|Beninese|Porto-Novo,Cotonou
Bhutan|Bhutanese|Thimphu
Bolivia|Bolivian,Bolivians|La Paz,Sucre
Bosnia and Herzegovina|Bosnian,Bosnians|Sarajevo,Bosnia
Botswana|Botswanan|Gaborone
Brazil|Brazilian,Brazilians|Brasília,Brasilia,Rio de Janeiro,São Paulo,Sao Paulo
Brunei|Bruneian|
Bulgaria|Bulgarian,Bulgarians|Sofia,Varna
Burkina Faso|Burkinabe|Ouagadougou
Burundi|Burundian,Burundians|Bujumbura,Gitega
Cambodia|Cambodian,Cambodians|Phnom Penh
Cameroon|Cameroonian,Cameroonians|Yaoundé,Yaounde,Douala
Canada|Canadian,Canadians|Ottawa,Toronto,Montreal,Vancouver,Calgary,Edmonton,Quebec,Winnipeg,Halifax
Cape Verde|Cape Verdean|Praia
Central African Republic|Central African|Bangui
Chad|Chadian,Chadians|N'Djamena
Chile|Chilean,Chileans|Santiago,Valparaíso
China|Chinese|Beijing,Shanghai,Guangzhou,Shenzhen,Wuhan,Chongqing,Tianjin,Chengdu,Hong Kong,Macau,Xinjiang,Tibet
Colombia|Colombian,Colombians|Bogotá,Bogota,Medellín,Medellin,Cali
Comoros|Comorian|Moroni
Congo|Congolese|Kinshasa,Brazzaville,Goma
Costa Rica|Costa Rican,Costa Ricans|San José
Croatia|Croatian,Croatians,Croats|Zagreb,Dubrovnik,Split
Cuba|Cuban,Cubans|Havana
Cyprus|Cypriot,Cypriots|Nicosia,Limassol
Czech Republic|Czech,Czechs|Prague,Brno,Czechia
Denmark|Danish,Danes|Copenhagen,Aarhus,Greenland
Djibouti|Djiboutian|
Dominican Republic|Dominican,Dominicans|Santo Domingo
East Timor|Timorese|Dili,Timor-Leste
Ecuador|Ecuadorian,Ecuadorians|Quito,Guayaquil
Egypt|Egyptian,Egyptians|Cairo,Alexandria,Suez,Giza
El Salvador|Salvadoran,Salvadorans|San Salvador
Equatorial Guinea|Equatoguinean|Malabo
Eritrea|Eritrean,Eritreans|Asmara
Estonia|Estonian,Estonians|Tallinn
Eswatini|Swazi|Mbabane
Ethiopia|Ethiopian,Ethiopians|Addis Ababa,Tigray
Fiji|Fijian,Fijians|Suva
Finland|Finnish,Finns|Helsinki,Tampere
France|French|Paris,Marseille,Lyon,Toulouse,Nice,Nantes,Strasbourg,Bordeaux,Lille,Calais
Gabon|Gabonese|Libreville
Gambia|Gambian,Gambians|Banjul
Georgia|Georgian,Georgians|Tbilisi
Germany|German,Germans|Berlin,Munich,Hamburg,Frankfurt,Cologne,Stuttgart,Dresden,Leipzig,Bonn
Ghana|Ghanaian,Ghanaians|Accra,Kumasi
Greece|Greek,Greeks|Athens,Thessaloniki,Crete,Lesbos
Grenada|Grenadian|
Guatemala|Guatemalan,Guatemalans|Guatemala City
Guinea|Guinean,Guineans|Conakry
Guinea-Bissau||Bissau
Guyana|Guyanese|Georgetown
Haiti|Haitian,Haitians|Port-au-Prince
Honduras|Honduran,Hondurans|Tegucigalpa
Hungary|Hungarian,Hungarians|Budapest
Iceland|Icelandic,Icelanders|Reykjavik
India|Indian,Indians|New Delhi,Delhi,Mumbai,Kolkata,Chennai,Bangalore,Bengaluru,Hyderabad,Kashmir,Punjab,Kerala
Indonesia|Indonesian,Indonesians|Jakarta,Bali,Java,Sumatra,Aceh
Iran|Iranian,Iranians|Tehran,Isfahan,Mashhad,Shiraz,Qom,Natanz
Iraq|Iraqi,Iraqis|Baghdad,Basra,Mosul,Erbil,Kirkuk,Fallujah,Najaf,Karbala,Anbar,Tikrit
Ireland|Irish|Dublin,Cork,Galway
Israel|Israeli,Israelis|Jerusalem,Tel Aviv,Haifa,Beersheba,Eilat,Ashkelon,Sderot
Italy|Italian,Italians|Rome,Milan,Naples,Turin,Venice,Florence,Palermo,Sicily,Lampedusa
Ivory Coast|Ivorian,Ivorians|Abidjan,Yamoussoukro
Jamaica|Jamaican,Jamaicans|Kingston
Japan|Japanese|Tokyo,Osaka,Kyoto,Hiroshima,Nagasaki,Fukushima,Okinawa
Jordan|Jordanian,Jordanians|Amman
Kazakhstan|Kazakh,Kazakhs|Astana,Almaty
Kenya|Kenyan,Kenyans|Nairobi,Mombasa
Kosovo|Kosovar,Kosovars|Pristina
Kuwait|Kuwaiti,Kuwaitis|Kuwait City
Kyrgyzstan|Kyrgyz|Bishkek
Laos|Laotian,Lao|Vientiane
Latvia|Latvian,Latvians|Riga
Lebanon|Lebanese|Beirut,Tripoli,Sidon,Tyre,Baalbek
Lesotho|Basotho|Maseru
Liberia|Liberian,Liberians|Monrovia
Libya|Libyan,Libyans|Benghazi,Misrata,Sirte
Liechtenstein||Vaduz
Lithuania|Lithuanian,Lithuanians|Vilnius,Kaunas
Luxembourg|Luxembourgish|
Madagascar|Malagasy|Antananarivo
Malawi|Malawian,Malawians|Lilongwe
Malaysia|Malaysian,Malaysians|Kuala Lumpur
Maldives|Maldivian|Malé
Mali|Malian,Malians|Bamako,Timbuktu
Malta|Maltese|Valletta
Mauritania|Mauritanian|Nouakchott
Mauritius|Mauritian|Port Louis
Mexico|Mexican,Mexicans|Mexico City,Guadalajara,Tijuana,Monterrey,Ciudad Juárez
Moldova|Moldovan,Moldovans|Chisinau,Transnistria
Monaco|Monegasque|Monte Carlo
Mongolia|Mongolian,Mongolians|Ulaanbaatar
Montenegro|Montenegrin|Podgorica
Morocco|Moroccan,Moroccans|Rabat,Casablanca,Marrakesh
Mozambique|Mozambican,Mozambicans|Maputo
Myanmar|Burmese|Naypyidaw,Yangon,Burma
Namibia|Namibian,Namibians|Windhoek
Nepal|Nepali,Nepalese|Kathmandu
Netherlands|Dutch|Amsterdam,The Hague,Rotterdam,Utrecht
New Zealand|New Zealander,New Zealanders|Wellington,Auckland,Christchurch
Nicaragua|Nicaraguan,Nicaraguans|Managua
Niger|Nigerien|Niamey
Nigeria|Nigerian,Nigerians|Abuja,Lagos,Kano
North Korea|North Korean,North Koreans|Pyongyang
North Macedonia|Macedonian,Macedonians|Skopje
Norway|Norwegian,Norwegians|Oslo,Bergen
Oman|Omani,Omanis|Muscat
Pakistan|Pakistani,Pakistanis|Islamabad,Karachi,Lahore,Peshawar,Quetta
Palestine|Palestinian,Palestinians|Ramallah,Gaza,Gaza City,Gaza Strip,West Bank,Rafah,Khan Younis,Jenin,Nablus,Hebron
Panama|Panamanian,Panamanians|Panama City
Papua New Guinea|Papuan|Port Moresby
Paraguay|Paraguayan,Paraguayans|Asunción
Peru|Peruvian,Peruvians|Lima,Cusco
Philippines|Philippine,Filipino,Filipinos|Manila,Mindanao,Davao
Poland|Polish,Poles|Warsaw,Krakow,Gdansk,Wroclaw
Portugal|Portuguese|Lisbon,Porto
Qatar|Qatari,Qataris|Doha
Romania|Romanian,Romanians|Bucharest
Russia|Russian,Russians|Moscow,St. Petersburg,Vladivostok,Kursk,Belgorod,Chechnya,Grozny,Siberia
Rwanda|Rwandan,Rwandans|Kigali
Saudi Arabia|Saudi,Saudis|Riyadh,Jeddah,Mecca,Medina
Senegal|Senegalese|Dakar
Serbia|Serbian,Serbians,Serbs|Belgrade
Seychelles||
Sierra Leone|Sierra Leonean|Freetown
Singapore|Singaporean,Singaporeans|
Slovakia|Slovak,Slovaks|Bratislava
Slovenia|Slovenian,Slovenians|Ljubljana
Somalia|Somali,Somalis|Mogadishu,Somaliland
South Africa|South African,South Africans|Pretoria,Cape Town,Johannesburg,Durban,Soweto
South Korea|South Korean,South Koreans|Seoul,Busan,Incheon
South Sudan|South Sudanese|Juba
Spain|Spanish,Spaniards|Madrid,Barcelona,Valencia,Seville,Bilbao,Catalonia
Sri Lanka|Sri Lankan,Sri Lankans|Colombo
Sudan|Sudanese|Khartoum,Darfur,Omdurman,El Fasher
Suriname|Surinamese|Paramaribo
Sweden|Swedish,Swedes|Stockholm,Gothenburg,Malmö,Malmo,Uppsala
Switzerland|Swiss|Bern,Geneva,Zurich,Zürich,Basel,Davos,Lausanne
Syria|Syrian,Syrians|Damascus,Aleppo,Homs,Hama,Idlib,Latakia,Deir ez-Zor,Raqqa,Tartus,Daraa,Palmyra
Taiwan|Taiwanese|Taipei
Tajikistan|Tajik,Tajiks|Dushanbe
Tanzania|Tanzanian,Tanzanians|Dodoma,Dar es Salaam,Zanzibar
Thailand|Thai,Thais|Bangkok,Chiang Mai,Phuket
Togo|Togolese|Lomé
Tonga|Tongan|
Trinidad and Tobago|Trinidadian|Port of Spain
Tunisia|Tunisian,Tunisians|Tunis
Turkey|Turkish,Turks|Ankara,Istanbul,Izmir,Gaziantep,Diyarbakir,Türkiye,Turkiye
Turkmenistan|Turkmen|Ashgabat
Uganda|Ugandan,Ugandans|Kampala
Ukraine|Ukrainian,Ukrainians|Kyiv,Kiev,Kharkiv,Odesa,Odessa,Lviv,\
Mariupol,Crimea,Donetsk,Luhansk,Donbas,Kherson,Bakhmut,Zaporizhzhia
United Arab Emirates|Emirati,Emiratis|Abu Dhabi,Dubai,UAE,U.A.E.,Sharjah
United Kingdom|British,Britons|London,Manchester,Birmingham,Liverpool,Leeds,Glasgow,Edinburgh,Cardiff,Belfast,\
Bristol,\
Sheffield,Britain,UK,U.K.,Great Britain,England,Scotland,Wales,Northern Ireland,English,Scottish,Welsh
United States|American,Americans|Washington,U.S.,US,USA,U.S.A.,America,New York,New York City,Los Angeles,Chicago,\
Houston,Phoenix,Philadelphia,San Antonio,San Diego,Dallas,San Francisco,Boston,Seattle,Denver,\
Detroit,Miami,Atlanta,Minneapolis,\
New Orleans,Cleveland,Las Vegas,Portland,Baltimore,Milwaukee,St. Louis,Pittsburgh,Cincinnati,Orlando,Tampa,\
Sacramento,Nashville,Memphis,Charlotte,Austin,\
Brooklyn,Manhattan,Queens,Bronx,Harlem,Des Moines,Honolulu,Salt Lake City
Uruguay|Uruguayan,Uruguayans|Montevideo
Uzbekistan|Uzbek,Uzbeks|Tashkent,Samarkand
Vatican City||Vatican
Venezuela|Venezuelan,Venezuelans|Caracas,Maracaibo
Vietnam|Vietnamese|Hanoi,Ho Chi Minh City,Saigon
Yemen|Yemeni,Yemenis|Sanaa,Sana'a,Aden,Hodeidah,Marib
Zambia|Zambian,Zambians|Lusaka
Zimbabwe|Zimbabwean,Zimbabweans|Harare
"""
_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii"
    "|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts"
    "|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey"
    "|New Mexico|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island"
    "|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|West Virginia|Wisconsin"
    "|Wyoming|Puerto Rico|Guam"
)
_PROVINCES = (
    "Ontario|Alberta|British Columbia|Manitoba|Nova Scotia|Bavaria|Saxony|Normandy|Brittany"
    "|Tuscany|Lombardy|Queensland|Victoria|New South Wales|Tasmania|Ulster|Flanders|Kurdistan"
    "|Silicon Valley|Capitol Hill|D.C."
)
_REGIONS = (
    "Middle East|Africa|Europe|Asia|North America|South America|Latin America|Central America"
    "|Antarctica|Oceania|Balkans|Caucasus|Sahel|Scandinavia|Levant|Caribbean|Western Europe"
    "|Eastern Europe|Central Asia|Southeast Asia|South Asia|East Asia|North Africa|West Africa"
    "|East Africa|Sub-Saharan Africa|Maghreb|Persian Gulf|Red Sea|Black Sea|Mediterranean"
    "|Mediterranean Sea|South China Sea|Baltic|Baltics|Baltic Sea|North Sea|Arctic|Atlantic"
    "|Pacific|Indian Ocean|Atlantic Ocean|Pacific Ocean|Golan Heights|Sinai|Horn of Africa"
    "|Midwest|New England|Gulf Coast|East Coast|West Coast|Deep South|Sahara|Himalayas|Alps"
    "|Amazon|Nile|Euphrates|Tigris|Danube|Rhine|Thames|Dnipro|Strait of Hormuz|Suez Canal"
    "|Panama Canal|Bab el-Mandeb|Kremlin|White House|Pentagon|Downing Street|Wall Street|Benelux"
    "|Iberia|Yukon|Nagorno-Karabakh|Abkhazia|South Ossetia|Western Sahara"
)
_GROUPS = (
    "Kurdish|Kurds|Arab|Arabs|European|Europeans|African|Africans|Asian|Asians|Western"
    "|Catalan|Basque|Texan|Californian"
)

PLACE_WORDS = _WORDS["place_words"]
PLACE_OPENERS = _WORDS["place_openers"]


_IN_CITIES = {
    "Brooklyn": "New York", "Manhattan": "New York", "Queens": "New York", "Bronx": "New York", "Harlem": "New York",
    "Silicon Valley": "California", "Capitol Hill": "Washington", "White House": "Washington", "Pentagon": "Washington",
    "Kremlin": "Moscow", "Downing Street": "London", "Wall Street": "New York",
}  # fmt: skip


def _table() -> tuple[dict[str, str], dict[str, str]]:
    places: dict[str, str] = {}
    peoples: dict[str, str] = {}
    for line in _COUNTRIES.strip().splitlines():
        country, people, cities = line.split("|")
        places[country] = country
        for name in people.split(","):
            if name:
                peoples[name] = country
        for city in cities.split(","):
            if city.strip():
                places.setdefault(city.strip(), city.strip())
    for name in f"{_STATES}|{_PROVINCES}|{_REGIONS}".split("|"):
        places.setdefault(name, name)
    for name in _GROUPS.split("|"):
        peoples.setdefault(name, name)
    same = {
        "United States": "U.S.|US|USA|U.S.A.|America",
        "United Kingdom": "UK|U.K.|Britain|Great Britain",
        "United Arab Emirates": "UAE|U.A.E.",
        "Turkey": "Türkiye|Turkiye",
    }
    for country, names in same.items():
        for name in names.split("|"):
            places[name] = country
    for name, country in (("English", "England"), ("Scottish", "Scotland"), ("Welsh", "Wales")):
        places.pop(name, None)
        peoples[name] = country
    return places, peoples


PLACES, PEOPLES = _table()
"""Every place by the name copy gives it, to the name it is known by; and every people to its
country.
"""


def known_place(name: str) -> str:
    """Return the country of a people, or the usual name of a place.

    A name that the gazetteer lacks stays as it is.
    """
    for form in (name, name.title()):
        if form in PLACES or form in PEOPLES:
            return PLACES.get(form) or PEOPLES[form]
    return name


def _holders() -> dict[str, str]:
    holders = dict(_IN_CITIES)
    for line in _COUNTRIES.strip().splitlines():
        country, _, cities = line.split("|")
        for city in filter(None, cities.split(",")):
            holders.setdefault(city.strip(), country)
    return {**dict.fromkeys(_STATES.split("|"), "United States"), **holders}


_HOLDERS = _holders()


def lies_in(inner: str, outer: str) -> bool:
    """Return whether the first place is known to lie in the second.

    Aleppo lies in Syria, Brooklyn in the United States.
    """
    place, whole = known_place(inner), known_place(outer)
    while place != whole and place in _HOLDERS:
        place = known_place(_HOLDERS[place])
        if place == whole:
            return True
    return False


LONGEST = max(len(name.split()) for name in PLACES)
