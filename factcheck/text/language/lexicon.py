"""Closed classes of words that several readers share."""

from __future__ import annotations


def word_list(text: str) -> list[str]:
    """Split a text into its words."""
    return text.split()


PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "you"])
RELATIVES = frozenset(["who", "which", "that"])
QUANTIFIERS = frozenset(
    word_list("""
        some others many several most few all both one another each none those these everyone someone everybody
        somebody anyone nobody critics
    """)
)
DETERMINERS = frozenset(
    word_list("""
        the a an this that these those some any each every no another both several many most few all his her its
        their our your my other one two three four five six seven eight nine ten dozens hundreds thousands
        various numerous certain such either neither half more fewer multiple countless
    """)
)
POSSESSIVES = frozenset(["his", "her", "its", "their", "our", "your", "my", "whose"])
AUXILIARIES = frozenset(
    word_list("""
        is are was were be been being am has have had having do does did will would shall should can could may
        might must 'll 've 'd isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't
        wouldn't shouldn't can't couldn't cannot mustn't isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t don’t
        doesn’t didn’t won’t wouldn’t shouldn’t can’t couldn’t mustn’t
    """)
)
BE = frozenset(
    word_list("""
        is are was were be been being am isn't wasn't weren't aren't isn’t wasn’t weren’t aren’t get got
    """)
)
CONJUNCTIONS = frozenset(["and", "or", "but", "nor", "yet", "so"])
SUBORDINATORS = frozenset(
    word_list("""
        that if when while as because although though since before after where whether what how why than so
        until unless once whereas who whom whose which whenever wherever lest except
    """)
)
PREPOSITIONS = frozenset(
    word_list("""
        in on at by with from to for about of into onto over under against between among through during without
        within across behind beyond near since until after before despite amid toward towards upon off out up
        down around along outside inside following regarding concerning including per via throughout besides
        like unlike ahead aboard above below beneath beside past
    """)
)
ADVERBS = frozenset(
    word_list("""
        also later then never not n't once often still even already just again soon too now first further
        furthermore always ever only instead perhaps maybe there here twice meanwhile however moreover
        nevertheless therefore thus rather quite almost nearly yesterday today tomorrow tonight earlier recently
        previously simply clearly openly sometimes long far subsequently ago afterward afterwards himself
        herself themselves itself all both formally initially specifically directly else elsewhere indeed though
        alike altogether
    """)
)
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
TIME_WORDS = (
    frozenset(WEEKDAYS)
    | frozenset(f"{m}." for m in MONTHS)
    | (frozenset(MONTHS) - {"may", "march"})
    | frozenset(
        word_list("""
            yesterday today tonight tomorrow morning afternoon evening night week month year noon midnight
        """)
    )
)
FEMALE_WORDS = frozenset(
    word_list("""
        she her spokeswoman chairwoman congresswoman businesswoman mrs. ms. mrs ms queen princess actress mother
        wife daughter sister woman girl lady baroness duchess councilwoman assemblywoman policewoman aunt
        grandmother
    """)
)
MALE_WORDS = frozenset(
    word_list("""
        he his him mr. mr spokesman chairman congressman businessman king prince actor father husband son
        brother man boy lord baron duke councilman assemblyman policeman uncle grandfather
    """)
)
FEMALE_NAMES = frozenset(
    word_list("""
        mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra
        margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon
        laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine
        christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia
        victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria
        teresa ann sara madison frances kathryn janice jean abigail alice julia judy sophia grace denise amber
        doris marilyn danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori
        hillary ivanka melania kellyanne elena fatima aisha layla mariam leila nadia ursula angela claire chloe
        zoe lucy jane kate katie ellen eva irina olga natalia svetlana yulia ingrid astrid carly huma donna jill
        chelsea condoleezza nikki tulsi kamala sofia camila valentina ana lucia rosa carmen elena ines
    """)
)
MALE_NAMES = frozenset(
    word_list("""
        james robert john michael david william richard joseph thomas charles christopher daniel matthew anthony
        mark donald steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey
        ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory
        alexander frank patrick raymond jack dennis jerry tyler aaron jose adam nathan henry douglas zachary
        peter kyle noah ethan jeremy walter christian keith roger terry austin sean gerald carl harold dylan
        arthur lawrence jordan jesse bryan billy bruce gabriel joe logan alan juan albert willie elijah wayne
        randy vincent mason roy ralph bobby russell bradley philip eugene bernie ted marco jeb chris mike ben
        bill barack mitt newt rand rick tim jim tom bob dan matt jeff greg steve dave hussein mohammed muhammad
        ahmed ali hassan omar ibrahim yusuf khalid mahmoud bashar vladimir sergei dmitri ivan boris nikolai
        emmanuel francois jean-luc hans klaus jurgen pierre luis carlos jorge pablo diego miguel rafael benjamin
        yoav avi abdul abu recep lars olaf sven giorgio marco luca matteo paolo kenji hiroshi wei jun ravi arjun
    """)
)
ORGANISATION_WORDS = frozenset(
    word_list("""
        pact bloc axis crescent cartel legion brotherhood forum
        movement party army council university college institute post times news agency association committee
        commission department ministry office bureau court house senate congress parliament government
        administration bank company corp corp. inc inc. ltd ltd. llc group foundation center centre organization
        organisation union federation league alliance coalition front forces force guard brigade brigades
        militia police service services board authority embassy mission missions campaign project fund society
        network church school hospital team club journal tribune press magazine radio television tv studios
        airlines motors industries partners associates holdings international resistance defense defence command
        corps navy air nations states security intelligence district county republic pac nato eu un hospital
        laboratory laboratories museum trust ministry secretariat taskforce consortium poll survey report study
        watch rights democrats republicans conference convention caucus chamber initiative program programme
    """)
)
AGENT_NOUNS = frozenset(
    word_list("""
        spokesman spokeswoman spokesperson spokespeople spokesmen official officials director leader leaders
        professor critic critics member members supporter supporters people voters voter analyst analysts expert
        experts lawyer lawyers aide aides adviser advisers advisor advisors president minister senator secretary
        ambassador chief head chairman chairwoman chair mayor governor commander general activist activists
        resident residents witness witnesses report statement study survey poll polls source sources author
        authors editor reporter reporters candidate candidates representative representatives judge prosecutor
        prosecutors police government group groups company companies campaign party organization committee
        agency court officer officers scientist scientists researcher researchers economist economists historian
        strategist strategists doctor doctors founder executive executives manager managers member lawmaker
        lawmakers opponent opponents rival rivals democrats republicans conservatives liberals teacher teachers
        student students parent parents worker workers owner friend friends partner families survivor survivors
        pollster pollsters consultant consultants coach player neighbor neighbour neighbors neighbours
    """)
)
