import { spellings } from './spelling-table.ts';

/** Those that nothing changes, and forms as they are typed. */
export const unchanging = spellings(`
today: heddiw heddi
tomorrow: yfory fory
yesterday: ddoe doe
tonight: heno
thursday: iau
saturday: sadwrn
sunday: sul
january: ionawr
april: ebrill
august: awst
october: hydref
evening: nos noswaith
this: yma 'ma hon hwn
next: nesaf nesa
last: diwethaf dwetha diwetha dwethaf
week: wythnos wsos wsnos wthnos
weeks: wythnosau
year: blwyddyn
easter: pasg
christmas: nadolig dolig
i am: dwi rydw ydw dw'i dwi'n rwy rwyf dw wi fi'n wi'n fi'di
i am not: dwim dwi'm dw'im sa'i sai'n sa'i'n sai sainn smo fi'm wi'm
i will: fydda bydda byddaf fyddaf fyddai fydda'i byddai bydda'i wna wnai gwnaf
i will not: fyddai'm fydda'im fyddim
can i: alla fedra galla medra
i can: fedrai allai
party: parti barti
i can not: allai'm alla'im fedrai'm fedra'im galla'im
he will: fydd bydd caiff
was: oedd roedd o'n
were: oedden roedden
is: ydi ydy yw sydd sy
is not: dydi dydy dyw dyw'r dydi'r
are not: dydyn dyn
it is: mae ma mae'n
the: mae'r ma'r y yr 'r
they are: maen ma'nhw
are: ydyn rydyn dyn'ni
i have: gen gynno gennyf
has: gan
because: achos oherwydd
do not: peidiwch paid
worry: poeni boeni phoeni
phone: ffonio
apologies: ymddiheuriadau ymddiheuro
my car: nghar ngar
not: ddim dim nid ni heb
can not: methu ffaelu ffili methais
can: ga gaf gawn
that: bod mod fod bo
mean: meddwl feddwl
put: rhoi roi
find: ffeindio
parking: parcio
take: cymryd gymryd chymryd
stay: aros
change: newid
look: edrych
little: bach
missed: golles gollais golloch
food: bwyd
attend: mynychu fynychu
present: bresennol
trouble: trafferth
stuck: styc sownd
running: rhedeg
afraid: ofn
tired: blino flino
crying: crio
teacher: athro athrawes
all: pob bob drwy'r trwy'r holl
to him: iddo
shop: siop
site: safle
there: yna yno acw cyrraedd gyrraedd
by: erbyn
about: tua ryw rhyw
in: mewn fewn ym yng
ill: sal anhwylus
late: hwyr
puking: puco piwcio
rough: uffernol ofnadwy ofnadw
feeling: teimlo deimlo
well: dda iawn
flu: ffliw
cold: annwyd
infection: clust haint
stomach: stumog bol bola
injured: brifo brifodd anafu
consultant: arbenigwr
orthodontist: orthodontydd
optician: optegydd
nurse: nyrs
scan: sgan
operation: llawdriniaeth lawdriniaeth
appointment: apwyntiad
funeral: angladd
exam: arholiad
session: sesiwn
school: ysgol
hours: awr oriau
half: hanner
quarter: chwarter
sorry: sori
back: nol
home: adra adre adref gartre gartref gatre
bus: bws
buses: bysus
traffic: traffig
strike: streic streicio
cancelled: canslo ganslo
vet: fet milfeddyg
my: fy
before: cyn
since: ers
from: o
on: ar
at: am
until: tan
to: i
with: efo gyda 'da
and: a ac
and the: a'r
from the: o'r
to the: i'r
but: ond
so: felly
nor: na nac
or: neu
if: os
then: wedyn
also: hefyd
again: eto
now: rwan nawr
maybe: falle falla efallai ella
hopefully: gobeithio
off: ffwrdd bant
early: gynnar cynnar
up: fyny lan
down: lawr
out: allan mas
need: angen
want: isho isio isie ishe eisiau moyn
shift: shifft shifftiau
boss: bos
ignore: anghofiwch anghofia anwybyddwch anwybydda
cancel: canslwch
absence: absenoldeb
absent: absennol
says: deud dweud gweud ddeud ddweud
said: ddudes ddwedais ddywedais dywedais ddudodd ddywedodd dywedodd dudodd wedodd
you: chi
they: nhw nhw'n
she: hi'n hi'm
he: o'm e'm e'n fe'n fo'n
we: ni'n
us: ni
urgent: brys frys
first: gyntaf gynta cyntaf cynta
second: ail
third: trydydd
fourth: pedwerydd
fifth: pumed
last night: neithiwr
six: chwech chwe
seven: saith
eight: wyth
nine: naw
twenty: ugain hugain
grandma: nain mamgu
grandad: dadcu
sister: chwaer
family: teulu deulu
uncle: wncwl ewythr
why: pam
when: pryd
where: ble lle
which: pa
what: beth
somebody: rhywun
nobody: neb
everyone: pawb bawb
thanks: diolch
please: plis
apprentices: prentisiaid brentisiaid
our: ein
dear: annwyl
regards: cofion
sent: anfon hala
be released: ryddhau
sleeping: cysgu
alarm: larwm
eyes: llygaid
eye: llygad
throat: llwnc
physio: ffisio
counselling: cwnsela gwnsela
annual: blynyddol flynyddol
lift: lifft
snow: eira
floods: llifogydd
few: ychydig
way: ffordd
care: gofal
road: lon
day after tomorrow: drennydd
bad: drwg ddrwg
heavy: trwm
other: arall
between: rhwng
onwards: ymlaen
later: hwyrach
`);
