import { phrasesOf, spellings } from './spelling-table.ts';

/** Text speak, contractions and usual slips of English messages. A word may stand for several. */
export const english = spellings(`
tomorrow: tmrw tmr tmw tmz tomoz tomos tomo tomorow tommorow tommorrow tomorrw tomrw 2moro 2moz 2mora 2mro 2mrw 2mrow 2morrow 2morro 2mo morra tmoz tmro tmorrow morrow
today: 2day tday 2dy todya tody toady 2d
tonight: 2nite 2night tonite tnite
yesterday: yday yest yesturday ystrday
monday: mon
tuesday: tue tues teusday tuseday tusday
wednesday: wed weds wedns wensday wednsday wendsday
thursday: thu thur thurs thirsday thrsday
friday: fri
january: jan
february: feb
april: apr
june: jun
july: jul
august: aug
september: sep sept
october: oct
november: nov
december: dec
afternoon: arvo aft avo afternoons arvos
morning: mornin morn
weekend: wkend wknd
week: wk
next: nxt
weeks: wks
week commencing: w/c wc w/b
annual leave: a/l
with: w w/
without: w/o
minutes: min mins minute minuets minits mintues munites minutos minnits
hours: hr hrs hour hous
half hour: hlf-hr
broke: brok
train: trane
driving: drivin drivn
will not: won't wont wnt wo'nt
can not: can't cant cannot carnt ca'nt canot cannt cantt caint cudn't cudnt couldn't couldnt cnt kant cannae cannie cannit
is not: isn't isnt ain't aint
are not: aren't arent
am not: amnt
do not: don't dont dnt
does not: doesn't doesnt
did not: didn't didnt
was not: wasn't wasnt
were not: weren't werent
has not: hasn't hasnt
have not: haven't havent havnt
had not: hadn't hadnt
would not: wouldn't wouldnt
should not: shouldn't shouldnt
need not: needn't
there is: there's theres
that is: that's thats
what is: what's whats wots
where is: where's wheres
when is: when's whens
who is: who's whos
how is: how's hows
it is: it's
he is: he's hes
she is: she's shes
i am: i'm im iam
i have: i've ive iv
i will: i'll il
i would: i'd
we are: we're
we will: we'll
we have: we've
you are: you're youre ur
you will: you'll youll
they are: they're theyre
they will: they'll theyll
they have: they've theyve
he will: he'll
she will: she'll
it will: it'll itll
he has: he'd
let us: let's lets
been: bin
because: cos coz cuz bcos bc becos becuz becoz
going to: gonna gona gna gunna gunner goin2
want to: wanna
got to: gotta
have to: hafta
be: b
you: u ya
are: r
and: n nd an' &
see: c
come: cum
coming: comin cming cuming comming
going: goin
feeling: feelin feelng
feel: feal
being: bein
leaving: leavin
running: runnin
saying: sayin
throwing: throwin
late: l8 l8te layt
later: l8r l8er
before: b4
back: bk bak
great: gr8
anyone: any1
someone: some1
please: pls plz plse
sorry: soz sori sry sozz sory
thanks: thx thnx tnx ty
about: bout abt
probably: prob probs prolly probly
message: msg mesg
until: til till untill 'til untl
through: thru
really: rly
something: summat summit
nothing: nowt
though: tho
tonsillitis: tonsilitis
appointment: appt appts apt apts appoitment apointment appointmnt appointment's appointmet
doctor: dr drs dr's doc docs gp gps doctors doctor's
dentist: dentists dentist's
sick: sik
from: frm
college: collage clg
lesson: leson
session: sesh sess
tutorial: tut
mom: mam
someone's: someones
have: av hve
not: nt
`);

/** Several words that mean one thing, looked for once single words were spelled out; the longer before the shorter. */
export const phrases = phrasesOf([
  'in the course of=during',
  'a couple of=2',
  'couple of=2',
  'quarter of an hours=15 minutes',
  'three quarters of an hours=45 minutes',
  'an hours and a half=90 minutes',
  'hours and a half=90 minutes',
  'half an hours=30 minutes',
  'half a hours=30 minutes',
  'half hours=30 minutes',
  '1/2 hours=30 minutes',
  'an hours=60 minutes',
  'one hours=60 minutes',
  'out of office=away',
  'week beginning=week commencing',
  'week beg=week commencing',
  'week begin=week commencing',
  'week starting=week commencing',
  'over slept=overslept',
  'day off=off',
  'days off=days off',
  'all day long=all day',
  'o clock=oclock',
  'a and e=a&e',
  'no come=not come',
  'never mind=nevermind',
]);

/** Calendar words long enough that a slip of the fingers still shows which is meant. */
export const longDayWords = [
  'tomorrow', 'yesterday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday',
  'afternoon', 'january', 'february', 'september', 'october', 'november', 'december', 'fortnight',
]; // biome-ignore format: one line reads best

/** Words a slip away from a calendar word that mean something else. */
export const notDayWords = new Set(['sundae', 'sundry', 'monkey', 'mondeo', 'noontime', 'midday']);
