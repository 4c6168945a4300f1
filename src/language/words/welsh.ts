import { phrasesOf, spellings } from './spelling-table.ts';

/** How Welsh messages are written, in the words of the English ones; order of words is left as it is. */
export const welsh = spellings(`
today: heddiw heddi
tomorrow: yfory fory
yesterday: ddoe doe
tonight: heno
monday: llun
wednesday: mercher
thursday: iau
friday: gwener wener
saturday: sadwrn
sunday: sul
morning: bore
afternoon: prynhawn pnawn p'nawn
evening: noswaith
this: yma 'ma hon hwn
next: nesaf nesa
last: diwethaf dwetha
week: wythnos
weeks: wythnosau
day: diwrnod dydd ddydd
days: diwrnodau dyddiau
january: ionawr
february: chwefror
april: ebrill
june: mehefin fehefin
july: gorffennaf orffennaf
august: awst
september: medi fedi
october: hydref
november: tachwedd
december: rhagfyr
i am: dwi dw'i dwi'n rwy rwyf dw
i am not: dwim dwi'm sa'i
i will: fydda bydda byddaf fyddaf
he will: fydd bydd
it is: mae ma mae'n
not: ddim dim nid
can not: methu ffaelu
able: gallu medru
can: ga gaf gawn
there: yna yno
by: erbyn
about: tua
miss: colli golli
come: dod dwad ddod
coming: dwad
in: mewn fewn
ill: sal sal
late: hwyr
dentist: deintydd ddeintydd
doctor: meddyg feddyg doctor
hospital: ysbyty
appointment: apwyntiad
funeral: angladd cynhebrwng
holiday: gwyliau wyliau
leave: gadael adael
wedding: priodas briodas
course: cwrs gwrs
off: ffwrdd
early: gynnar cynnar
at: am
at the: a'r
from: o
from the: o'r
to the: i'r
on: ar
all: drwy'r trwy'r
go: mynd fynd
one: un
two: dau dwy ddau ddwy
three: tri tair dri dair
four: pedwar pedair
five: pump bump
six: chwech chwe
seven: saith
eight: wyth
nine: naw
ten: deg ddeg
twelve: deuddeg ddeuddeg
fifteen: pymtheg bymtheg
twenty: ugain
quarter: chwarter
until: tan dan
to: i
with: efo gyda
and: a ac
but: ond
because: achos
so: felly
the: y yr
lesson: gwers wers
lessons: gwersi wersi
college: coleg goleg
minutes: munud munudau funud
hours: awr oriau
half: hanner
sorry: sori
back: nol
bus: bws
train: tren
my: fy
mum: mam fam
dad: tad
after: ar-ol
before: cyn
ignore: anghofiwch anghofia anwybyddwch anwybydda
cancel: canslwch canslo
message: neges
absence: absenoldeb
you: chi
urgent: brys
said: ddudes ddwedais ddywedais dywedais
better: gwell well
first: gyntaf gynta
`);

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
/** "Bore Mawrth", "prynhawn dydd Iau": the part of the day comes first. */
const parts = ['morning', 'afternoon', 'evening'].flatMap((part) => [
  `${part} mawrth=tuesday ${part}`,
  `${part} day mawrth=tuesday ${part}`,
  ...days.flatMap((day) => [`${part} ${day}=${day} ${part}`, `${part} day ${day}=${day} ${part}`]),
]);

/** Welsh turns of phrase, once their words were spelled out as English ones. */
export const welshPhrases = phrasesOf([
  ...parts,
  'day mawrth=tuesday',
  'day monday=monday',
  'day wednesday=wednesday',
  'day thursday=thursday',
  'day friday=friday',
  'monday next=next monday',
  'tuesday next=next tuesday',
  'wednesday next=next wednesday',
  'thursday next=next thursday',
  'friday next=next friday',
  'to in=in',
  'to off=off',
  'from the gloch=oclock',
  'can to=can i have',
  'ar ol=after',
  'morning this=this morning',
  'morning it is=this morning',
  'afternoon this=this afternoon',
  'afternoon it is=this afternoon',
  'week this=this week',
  'week next=next week',
  'he will from=he will',
  'it is from=he is',
  "it is o'n=he is",
  "it is hi'n=she is",
  'fel arfer=as usual',
  'i am to=i am',
  'i am to not=i am not',
  'i will to=i will',
  'ol=back',
  'half hours wedi=half past',
  'quarter wedi=quarter past',
  'week the=week of the',
  'at week=for one weeks',
  "wedi'r cwbl=after all",
  "wedi'r cyfan=after all",
  'wedi from the cwbl=after all',
]);

/** Words that show a message to be Welsh; the Welsh spellings hold only then, because many are English words too. */
export const welshSigns = new Set(
  "dwi dwi'n dwim dwi'm dw fydda bydda fydd bydd heddiw yfory fory ddoe ddim mae sori ffwrdd byddaf fyddaf munud wedi gwyliau wyliau bws deintydd meddyg apwyntiad hwyr bore wythnos coleg goleg methu gadael ysbyty angladd prynhawn pnawn llun mercher gwener fedra rwy rwyf".split(
    ' ',
  ),
);
