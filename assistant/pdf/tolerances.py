"""Every tolerance of the reading of a PDF: how near is near, how large is large, and why so.

Units: `_EM` a fraction of the height of the type concerned, `_POINTS` points of the displayed page, `_SHARE` a share of
what is named, without suffix a count. They were set by reading real reports page by page (docs/other-reports.md lists
them), each on the first value that read all of them; none is fitted.
"""

# Characters of one word (characters.py). PDFium gives each character a rectangle; a word ends where they part.
WORD_GAP_EM = 0.35  # a space is at least a quarter of an em, letter-spacing rarely more than a third
WORD_BACKSTEP_EM = 0.8  # kerning steps back a little; a step of most of a letter is another line
WORD_OVERLAP_SHARE = 0.3  # letters of one word share most of their height, raised ones a third
WORD_SIZE_CHANGE_EM = 0.15  # a note call is smaller than its word by more than this
CALL_GAP_EM = 0.2  # nearer, a note call is glued to the word it calls from
RAISED_BOTTOM_EM = 0.6  # a figure whose foot stands above this part of its line is drawn raised by the font
RAISED_HEIGHT_EM = 0.2  # flatter, it is a dash or a dot
DEGENERATE_WIDTH_POINTS, DEGENERATE_HEIGHT_POINTS = 0.01, 0.5  # PDFium's loose rectangle of turned text is empty
THINNEST_POINTS = 0.1  # width given to a character that has none
ASCENT_EM, DESCENT_EM = 0.8, 0.2  # where the type stands about its base line, when only the base line is known
SLANT_SHARE = 0.1  # shear of a matrix from which the letters are slanted
BOLD_WEIGHT = 600  # of a font, in the usual scale where 400 is regular and 700 bold
DOUBLE_POINTS = 2  # a word overprinted to look bold is shifted by less
UPRIGHT_SHARE = 0.2  # rise of a base line, per advance, beyond which text is turned

# Words of one line (lines.py).
SAME_TYPE_RATIO = 1.25  # heights of one type vary by a tenth between fonts; a note call or a title is further
LEVEL_EM = 0.5  # two base lines nearer than half the type are one
LINE_BODY_SHARE = 0.8  # words shorter than this part of the line are raised calls, and do not bound it
ROWS_LOOKED_BACK = 3  # words sorted by height belong to one of the last rows
BOLD_LETTERS_SHARE, ITALIC_LETTERS_SHARE = 0.9, 0.85  # nearly all: a bold line may hold a plain figure
COLUMN_GAP_EM = 2.5  # no space between words is that wide
COLUMN_SIZE_RATIO = 1.5  # two types of so different sizes side by side are not one line
SHARED_GAP_EM = 0.8  # room that a neighbouring row must leave too for a gap to be a gutter

# Blocks of a page in reading order (layout.py).
DEEPEST_COLUMNS = 5  # bands within bands: newspapers have three
FEWEST_LINES_IN_COLUMNS = 4
GUTTER_SIDE_POINTS = 0.5  # a gutter ends just left of the edge of the column after it
GUTTER_SUPPORT, CROSSED_GUTTER_SUPPORT = 2, 3  # lines on its emptier side; more where something crosses it
BESIDE_EM = 0.7  # a line this near in height stands beside, not below
EDGE_POINTS = 3  # left edges nearer are the same edge
TITLE_STEP_EM = 1.7  # from one line of a title to the next, at most
OPENING_EM = 0.3  # headings of two columns open together when nearer
SECTION_STEP_EM = 2.4  # a line further below opens something else
TAIL_REACH_EM = 4  # how far above the foot of the right column the left one may end before its tail is another text
LIGHT_INK = 160  # mean of red, green and blue above which ink is light, on a dark ground
RIGHT_EDGE_SHARE = 0.8  # of the lines end before the right edge of the column: ragged lines and titles do not set it
LEFT_EDGE_PART = 5  # one line in five may stand out at the left (bullets)
LARGE_FIGURE_WORDS = 3  # "43 %" or "1 sur 3"
LARGE_FIGURE_RATIO = 1.5
TOUCH_POINTS = 1  # lines that overlap by less do not
ROW_OVERLAP_EM = 0.5
LEADING_REACH_EM = 3  # a longer step is between blocks, not lines
LEADING_SHARE = 0.34  # a step seen a third as often as the commonest may be the leading of the text
USUAL_LEADING_EM = 1.35
BLOCK_SIZE_EM = 0.12  # another size of type opens another block
BLOCK_STEP_RATIO, BLOCK_STEP_POINTS = 1.28, 1  # over the usual leading: a space between paragraphs is a third of a line
CENTRED_EM = 2  # how far the middles of two lines of a centred caption may stand apart
ITEM_HANG_EM = 0.5  # left of the text of its item, a line belongs to another block
ITEM_FULL_POINTS = 40  # an item's line that ends so near the edge goes on below
ALIGNED_POINTS = 1
INDENT_EM = 0.8  # a first line set in by so much opens a paragraph
LONGEST_HANGING = 12  # lines of an entry of a bibliography
SHORT_LINE_SHARE = 0.12  # of the column left white at the end of a paragraph's last line
FULL_LINE_EM = 2  # a line that ends nearer the edge is full
PAGE_EDGE_POINTS = 2
RULE_FLATNESS = 3  # wider than high by so much, a rule parts lines
RULE_SHARED_SHARE = 0.3  # of the narrower line that a rule must cover to part it from the other

# Rules and dots (drawings.py).
RULE_THICKNESS_POINTS, RULE_LENGTH_POINTS = 2.5, 8
DOT_POINTS = (1.5, 7.0)  # a bullet's width
DOT_ROUNDNESS = (0.7, 1.4)  # width over height
DOT_HEIGHT_EM = (0.12, 0.6)  # beside the word it opens
DOT_REACH_EM = 2  # from a dot to its word

# Tables (tables.py).
CELL_POINTS = 3.0  # borders nearer are one, or touch
FEWEST_BORDERS = 3  # two columns of two rows have three borders each way
FEWEST_ROWS, FEWEST_ROWS_UNFILLED = 2, 4  # a frame around text has few cells that hold anything
FEWEST_NUMBERS = 2  # numbers at the end of a row of a table without rules
FEWEST_ALIGNED_ROWS = 3
LABELLED_SHARE = 0.6  # of its rows that must have a label
TABLE_ROW_EM = 0.3
THOUSANDS_GAP_EM = 0.45  # between "1" and "200" of "1 200"; columns stand further apart
IN_COLUMN_SHARE = 0.75  # of the cells of the shorter row that stand over one of the other
ROW_LENGTH_SHARE = 0.6  # of the longer row that the shorter must have in cells

# Running heads, folios, footnotes (furniture.py).
PAGE_MARGIN_SHARE = 0.14  # running heads stand in the outer part of the page
FOLIO_MARGIN_SHARE = 0.1  # a folio alone, further out
SAME_HEIGHT_POINTS = 6  # from page to page
REPEATED_PAGES, REPEATED_SHARE = 3, 0.12  # on so many pages, and so many of all: a chapter's title is repeated too
FOLIOS_ENOUGH = 3  # pages on which the printed number must follow the rank
SMALL_TYPE_SHARE = 0.95  # of the body's size, below which type is small
NOTES_FROM_SHARE = 0.35  # of the page's height: notes never start above
NOTE_CALL_SHARE = 0.85  # of its line's size, below which the number of a note is raised
NOTE_RULE_POINTS = 15  # from the bar above the notes to the first one

# Titles (headings.py, reading.py).
DEFAULT_BODY_POINTS = 10.0
LEADERS, LEADERS_SHARE = 3, 0.4  # rows of dots that make a page a table of contents
CONTENTS_TITLE_LINES = 4
RISING_SHARE = 0.8  # of the page numbers of a table of contents that follow one another
CONTENTS_ENTRIES, CONTENTS_SHARE = 3, 0.3
CONTENTS_ROW_EM = 0.4
CONTENTS_ROW_POINTS = 3
TITLE_SIZE_EM, TITLE_LINE_EM = 0.15, 1.6  # lines of one entry: same type, one below the other
DEPTH_POINTS = 4  # indents further apart are two depths
ROUNDING_POINTS = 0.01
SHORTEST_KEY = 4  # letters; fewer would be found anywhere
TITLE_LINES = 4
TITLE_CHARACTERS = 220
TITLE_LETTERS, TITLE_LETTERS_SHARE = 3, 0.6
TITLE_WORDS, SURE_TITLE_WORDS, SHOUTED_WORDS = 18, 32, 14  # the more signs of a title, the longer it may be
SHOUTED_LETTERS = 4  # an acronym is not a title in capitals
LARGER_RATIO = 1.12  # than the body
COLOURED_RATIO = 0.98  # a coloured title may be as small as the body, not smaller
DEEPEST_TITLE = 4
OUTLINE_ENTRIES, PAGES_AN_ENTRY = 3, 30  # fewer, and the outline does not tell the chapters
LARGE_RATIO = 1.2  # a divider carries a title alone, in type this much larger than the body
DIVIDER_WORDS, COVER_WORDS, COVER_SHARE = 20, 60, 0.5
COVER_TITLE_RATIO, COVER_TITLE_WORDS = 1.4, 30

# Drafts of passages (joining.py, assembling.py, flow.py).
SENTENCE_WORDS = 14  # a block longer than this is running text, a shorter one may be a label
LABEL_WORDS = 8  # of a chart
FRAGMENT_LINES = 3
FULL_DRAFT_EM = 4
JOINED_SIZE_EM = 0.1
SAME_SIZE_POINTS = 1
FIGURES_PART = 3  # one word in three is a figure in the labels of a chart
SMALL_TEXT_SHARE = 0.92  # of the body's size, below which a text is an aside
CALL_HEIGHT_SHARE, CALL_PEER_SHARE = (
    0.8,
    0.9,
)  # of the line's size: a call is under the first, its peers over the second
BOX_DECIMALS = 5  # of a fraction of the page: a hundredth of a point

# What makes a reading doubtful (reading.py).
FEWEST_LETTERS = 20  # a scan has none, or a stamp
EMPTY_PAGES_SHARE = 0.3
ODD_CHARACTERS_SHARE = 0.05

# Marks on the picture of a page (pictures.py).
UNDER_BOX_POINTS = 0.5  # rounding of the rectangles kept
BAR_PART, BAR_PIXELS, BAR_AWAY = 300, 3, 4  # of the picture's width; at least; in widths of the bar from the text
BAR_RUN = 3  # rectangles of one column follow one another within so many times their height
