import { spellings } from './spelling-table.ts';

/** Welsh words that others change at their beginning, by what stands before them; only the dictionary's form is given. */
export const changing = spellings(`
monday: llun
tuesday: mawrth
wednesday: mercher
friday: gwener
february: chwefror
may: mai
june: mehefin
july: gorffennaf
september: medi
november: tachwedd
december: rhagfyr
morning: bore bora
afternoon: prynhawn pnawn
day: diwrnod dydd dwrnod
days: diwrnodau dyddiau dyddia
month: mis
fortnight: pythefnos
rest: gweddill
beginning: dechrau dechre
holiday: gwyliau gwylie gwylia
lunch: cinio
break: egwyl
breakfast: brecwast
able: gallu medru
miss: colli
missed: collodd methodd
come: dod dwad
coming: dwad
get: cael cal
have to: gorfod rhaid
leave: gadael gadel
left: gadawodd
go: mynd
see: gweld
wait: disgwyl
finish: gorffen
start: cychwyn
driving: gyrru
work: gwaith gweithio gwitho
dentist: deintydd
doctor: meddyg
funeral: cynhebrwng
death: marwolaeth
wedding: priodas
course: cwrs
conference: cynhadledd
meeting: cyfarfod
interview: cyfweliad
test: prawf
university: prifysgol
competition: cystadleuaeth
court: llys
trip: taith gwibdaith
lesson: gwers
lessons: gwersi
class: dosbarth
workshop: gweithdy
college: coleg
minutes: munud munudau muned munude
one: un
two: dau dwy
three: tri tair
four: pedwar pedair
five: pump pum
ten: deg
twelve: deuddeg
fifteen: pymtheg
mum: mam
dad: tad
kids: plant
child: plentyn
son: mab
daughter: merch
brother: brawd
grandad: taid tadcu tad-cu
friend: ffrind
ill: tost
vomiting: chwydu
temperature: twymyn gwres
cough: peswch
better: gwell
blood: gwaed
pain: poen
broken: torri
treatment: triniaeth
hospital: ysbyty sbyty hosbitol
train: tren
trains: trenau
accident: damwain
message: neges
help: cymorth
police: heddlu
do: gwneud gneud
know: gwybod
send: danfon
get up: codi
throat: gwddw gwddf
tooth: dant
teeth: dannedd
toothache: dannodd
tyre: teiar
puncture: pwnshar
closed: cau
weekend: penwythnos
end: diwedd
middle: canol
couple: cwpl cwpwl
apprentice: prentis
learner: dysgwr
babysitting: gwarchod
bug: byg
virus: feirws
locked: cloi
kitchen: cegin
supervisor: goruchwyliwr
refuses: gwrthod
`);
