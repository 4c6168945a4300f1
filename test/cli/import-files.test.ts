import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import writeWorkbook from 'write-excel-file/node';
import { writeMapping } from '../../src/cli/import/write-mapping.ts';
import { CollegeFiles } from '../support/college-files.ts';

const files = new CollegeFiles();
beforeAll(() => files.open());
afterAll(() => files.close());
beforeEach(() => files.clear());

const programmes = () =>
  files.write('programmes.csv', ['programme_id,name,kind,pack', 'BUS,Business,Study Programme,green-labyrinth']);
const person = (_id: string) => files.c.people.findOne({ _id });
const places = () => files.c.enrolments.find().sort({ _id: 1 }).toArray();
const sessions = () => files.c.sessions.find().sort({ startsAt: 1 }).toArray();
const mappingOf = () => readFileSync(join(files.folder, 'mapping.csv'), 'utf8').replace(/^\ufeff/, '');
/** A person looks the guess over and fills in what it leaves open. */
async function mapWith(filled: Record<string, string>, more: string[] = []): Promise<void> {
  await writeMapping(files.folder, files.now);
  const lines = mappingOf()
    .split('\r\n')
    .map((line) => {
      const [file, column, value, means = '', is] = line.split(',');
      return column === '' && is === '' ? [file, '', value, means, filled[means] ?? ''].join(',') : line;
    });
  writeFileSync(join(files.folder, 'mapping.csv'), [...lines.filter(Boolean), ...more].join('\r\n'));
}

describe('what student record systems export', () => {
  test.each<[string, string, string | Uint8Array, Record<string, string>]>([
    [
      'SIMS: a title above the heading, forename and surname, days of Britain',
      'sims.csv',
      [
        'Student list Brookvale,,,,,',
        'Printed 01/09/2026,,,,,',
        '',
        'Adno,Legal Surname,Legal Forename,DOB,Reg Group,Primary Email',
        '004217,Quinn,Zoë,02/03/2009,BUS-A,zoe@x.example',
      ].join('\r\n'),
      {},
    ],
    [
      'PICS: a line for each learner and programme, with semicolons',
      'pics.csv',
      'Trainee ID;First Name;Surname;Date of Birth;Programme;Start Date;Group;Email Address\r\n004217;Zoë;Quinn;02/03/2009;BUS;01/09/2026;A;zoe@x.example\r\n',
      {},
    ],
    [
      'Maytas: in capitals, tabs and UTF-16',
      'maytas.txt',
      new Uint8Array(
        Buffer.from(
          '\ufeffTRAINEEID\tFIRSTNAME\tLASTNAME\tDATEOFBIRTH\tPOT\tSTARTDATE\tCOHORT\tEMAIL\r\n004217\tZoë\tQuinn\t02/03/2009 00:00:00\tBUS\t01/09/2026 00:00:00\tA\tzoe@x.example\r\n',
          'utf16le',
        ),
      ),
      {},
    ],
    [
      'ebs: Oracle’s days',
      'ebs.csv',
      '"PERSON_CODE","FORENAME","SURNAME","DATE_OF_BIRTH","UNIT_INSTANCE_CODE","START_DATE","GROUP_CODE","COLLEGE_EMAIL"\n"004217","Zoë","Quinn","02-MAR-2009","BUS","01-SEP-26","A","zoe@x.example"\n',
      {},
    ],
    [
      'Arbor: ISO days and blank columns',
      'arbor.csv',
      ',Arbor Student ID,Legal First Name,Legal Last Name,Date of birth,,Course,Enrolment date,Class,Email\n,004217,Zoë,Quinn,2009-03-02,,BUS,2026-09-01,A,zoe@x.example\n',
      {},
    ],
  ])('%s', async (name, file, content, filled) => {
    programmes();
    files.write(file, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    await mapWith(filled);
    expect(await files.problems()).toEqual([]);
    expect(await person('004217')).toMatchObject({
      name: 'Zoë Quinn',
      roles: ['learner'],
      born: '2009-03-02',
      email: 'zoe@x.example',
    });
    const isList = name.startsWith('SIMS');
    expect(await places()).toMatchObject(
      isList
        ? []
        : [{ _id: '004217-BUS', learnerId: '004217', programmeId: 'BUS', from: '2026-09-01', groups: [{ name: 'A' }] }],
    );
    expect((await files.run()).counts).toMatchObject({ people: { added: 0, changed: 0, same: 1 } });
  });

  test('a timetable with a day and time in one column, tutors by name, words of its own', async () => {
    programmes();
    files.write('people.csv', ['person_id,name,roles', 'T1,Sam Lee,Tutor', 'L1,Zoë Quinn,learner']);
    files.write('timetable.csv', [
      'Course Code,Event Type,Subject,Start Date Time,End Date Time,Location,Teacher,Gender',
      'BUS,Lecture,Law,01/12/2026 09:00,01/12/2026 10:30,Room 4,Sam Lee,x',
    ]);
    await mapWith({}, ['timetable.csv,Event Type,Lecture,,teaching']);
    const { problems, notes } = await files.run();
    expect(problems).toEqual([]);
    expect(notes).toEqual([]);
    expect(await sessions()).toMatchObject([
      {
        _id: 'BUS-01-12-2026-09-00-Room-4',
        title: 'Law',
        type: 'teaching',
        tutorIds: ['T1'],
        room: 'Room 4',
        startsAt: new Date('2026-12-01T09:00:00Z'),
        endsAt: new Date('2026-12-01T10:30:00Z'),
      },
    ]);
  });

  test('another system’s tables that are called as ours, all four of them: columns and words are guessed, the rest is asked for', async () => {
    const cp1252 = (rows: string[]) => new Uint8Array(Buffer.from(rows.join('\r\n'), 'latin1'));
    files.write('Courses.csv', ['Course Code;Course Title;Provision;Policy', 'BUS;Business L3;Study Programme;GL']);
    files.write(
      'People.csv',
      cp1252([
        'Person Code;Forename;Surname;Date of Birth;Mobile Tel;Category;Parent/Guardian;Parent Mobile;Do Not Contact',
        'L1;Zo\u00eb;Quinn;02/03/2009;07700 900100;Student;Mia Quinn;07700900123;Y',
        'T1;Sam;Lee;;;Lecturer;;;',
        'M1;Jo;Fox;;;Personal Tutor;;;',
      ]),
    );
    files.write('Enrolments.csv', [
      'Enrolment No;Person Code;Course Code;Start Date;Expected End Date;Teaching Group;Personal Tutor;Status',
      'EN1;L1;BUS;07/09/2026;25/06/2027;A;M1;Active',
    ]);
    files.write('Sessions.csv', [
      'Course;Staff;Description;Event Type;Date;Start Time;Finish Time;Group;Room;Delivery',
      'BUS;T1;Unit 1;Lecture;01/12/2026;9:00;10:30;A;R1;In person',
    ]);
    const before = await files.problems();
    for (const file of ['People', 'Enrolments', 'Sessions'])
      expect(before).toContainEqual(
        expect.stringMatching(new RegExp(`^${file}.csv line 1: if it is another .* --map`)),
      );
    const { open } = await writeMapping(files.folder, files.now);
    expect(open).toBe(1);
    expect(await files.problems()).toContain(
      `mapping.csv line ${mappingOf().split('\r\n').indexOf('Courses.csv,Policy,GL,,') + 1}: is: say what "GL" in Policy of Courses.csv stands for`,
    );
    writeFileSync(
      join(files.folder, 'mapping.csv'),
      mappingOf().replace('Courses.csv,Policy,GL,,', 'Courses.csv,Policy,GL,,Green Labyrinth'),
    );
    expect(await files.problems()).toEqual([]);
    expect(await person('L1')).toMatchObject({
      name: 'Zoë Quinn',
      roles: ['learner'],
      mobile: '+447700900100',
      contacts: [{ name: 'Mia Quinn', mobile: '+447700900123', doNotContact: true }],
    });
    expect(await person('M1')).toMatchObject({ roles: ['mentor'] });
    expect(await files.c.programmes.findOne({ _id: 'BUS' })).toMatchObject({
      name: 'Business L3',
      kind: 'study-programme',
      pack: 'green-labyrinth',
    });
    expect(await places()).toMatchObject([{ _id: 'EN1', from: '2026-09-07', to: '2027-06-25', mentorId: 'M1' }]);
    expect(await sessions()).toMatchObject([{ type: 'teaching', mode: 'face-to-face', tutorIds: ['T1'] }]);
  });

  test('what the mapping names and the file has not, and what is left open, is told by line', async () => {
    programmes();
    files.write('learners.csv', ['Learner Ref,Name,Shoe size', 'L1,Zoë Quinn,5']);
    files.write('mapping.csv', [
      'file,column,value,means,is',
      'learners.csv,Learner Ref,,people.person_id,',
      'learners.csv,Full Name,,people.name,',
      'learners.csv,Shoe size,,people.shoe,',
      'learners.csv,,,people.roles,',
    ]);
    expect(await files.problems()).toEqual([
      expect.stringMatching(/^mapping.csv line 3: column: learners.csv has no "Full Name"; it has Learner Ref, Name/),
      expect.stringMatching(/^mapping.csv line 4: means: "people.shoe" is none of ours; .* people, programmes,/),
      'mapping.csv line 5: is: say what people.roles is for every row, or in "column" which column says it',
    ]);
  });

  test('a file that nothing explains is said, and alone it is an error; a column beyond ours is said', async () => {
    files.write('learners.csv', ['Learner Ref,Name', 'L1,Zoë Quinn']);
    expect(await files.problems()).toEqual([expect.stringMatching(/nothing that can be imported/)]);
    files.write('People.csv', ['Person ID,Name,Roles,Gender', 'STU/0001,Zoë Quinn,Learner,f']);
    const { problems, notes } = await files.run();
    expect(problems).toEqual([]);
    expect(notes).toEqual([
      'People.csv: left out what is not known here: Gender',
      expect.stringMatching(/^learners.csv: left out, as nothing says what its columns mean; --map/),
    ]);
    expect(await person('STU-0001')).toMatchObject({ name: 'Zoë Quinn' });
  });
});

describe('workbooks', () => {
  const day = (text: string) => ({ value: new Date(`${text}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' });
  const time = (part: number) => ({ value: part, type: Number, format: 'hh:mm' });
  const text = (row: string[]) => row.map((value) => ({ value, type: String }));

  test('sheets called as the tables, with Excel’s own days and times', async () => {
    const sheets = {
      People: [text(['person_id', 'name', 'roles', 'mobile']), text(['T1', 'Sam Lee', 'tutor'])],
      Programmes: [
        text(['programme_id', 'name', 'kind', 'pack']),
        text(['BUS', 'Business', 'adult', 'green-labyrinth']),
      ],
      Sessions: [
        text(['session_id', 'programme_id', 'tutor_ids', 'title', 'type', 'mode', 'day', 'starts', 'ends']),
        [],
        [...text(['S1', 'BUS', 'T1', 'Law', 'Teaching', 'Remote']), day('2026-12-01'), time(0.375), time(0.4375)],
      ],
    };
    const all = Object.entries(sheets).map(([sheet, data]) => ({ sheet, data }));
    const book = await writeWorkbook(all as never).toBuffer();
    files.write('college.xlsx', new Uint8Array(book));
    expect(await files.problems()).toEqual([]);
    expect(await sessions()).toMatchObject([
      { _id: 'S1', startsAt: new Date('2026-12-01T09:00:00Z'), endsAt: new Date('2026-12-01T10:30:00Z') },
    ]);
  });

  test('one sheet goes by the file’s name, and a wrong cell is told by its row', async () => {
    const rows = [text(['person_id', 'name', 'roles']), text(['L1', 'Zoë Quinn', 'pupil'])];
    files.write(
      'people.xlsx',
      new Uint8Array(await writeWorkbook(rows as never, { sheet: 'Sheet1' } as never).toBuffer()),
    );
    expect(await files.problems()).toEqual([
      expect.stringMatching(/^people.xlsx \(Sheet1\) line 2: roles: one of learner, .*, not "pupil"$/),
    ]);
  });

  test('one that cannot be opened is told', async () => {
    files.write('people.xlsx', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]));
    expect(await files.problems()).toEqual([
      'people.xlsx line 0: is a workbook that cannot be opened; does it have a password?',
    ]);
  });
});

describe('rosters', () => {
  const zip = (name: string, content: Record<string, string[]>) =>
    files.write(
      name,
      zipSync(Object.fromEntries(Object.entries(content).map(([file, rows]) => [file, strToU8(rows.join('\r\n'))]))),
    );
  const common = {
    'classes.csv': [
      'sourcedId,status,title,courseSourcedId,classCode,termSourcedIds',
      'c1,active,Law,k1,LAW-A,t1',
      'c2,active,Maths,k1,MATHS-B,t1',
    ],
    'courses.csv': ['sourcedId,status,title,courseCode', 'k1,active,Business,BUS'],
    'academicSessions.csv': [
      'sourcedId,status,title,type,startDate,endDate',
      't1,active,Autumn,term,2026-09-01,2026-12-18',
    ],
    'enrollments.csv': [
      'sourcedId,status,classSourcedId,userSourcedId,role,beginDate,endDate',
      'e1,active,c1,s1,student,,',
      'e2,active,c2,s1,student,2026-10-01,',
      'e3,active,c1,t9,teacher,,',
    ],
  };
  const wanted = async () => {
    expect(await person('s1')).toMatchObject({ name: 'Zoë Quinn', roles: ['learner'], email: 'zoe@x.example' });
    expect(await person('t9')).toMatchObject({ name: 'Sam Lee', roles: ['tutor'] });
    expect(await person('a1')).toBeNull();
    expect(await places()).toMatchObject([
      {
        _id: 's1-BUS',
        programmeId: 'BUS',
        from: '2026-09-01',
        groups: [{ name: 'LAW-A' }, { name: 'MATHS-B', from: '2026-10-01' }],
      },
    ]);
  };

  test('OneRoster 1.1, a zip; people with other roles are said and get none', async () => {
    programmes();
    zip('export.zip', {
      ...common,
      'users.csv': [
        'sourcedId,status,enabledUser,orgSourcedIds,role,username,givenName,familyName,email,sms',
        's1,active,true,o1,student,zoe@x.example,Zoë,Quinn,zoe@x.example,07700 900123',
        't9,active,true,o1,teacher,sam@x.example,Sam,Lee,sam@x.example,',
        'a1,active,true,o1,administrator,pat@x.example,Pat,Quinn,pat@x.example,',
      ],
    });
    const { problems, notes } = await files.run();
    expect(problems).toEqual([]);
    expect(notes).toContainEqual(expect.stringMatching(/users.csv: left out people .*: administrator \(1\)/));
    await wanted();
    expect(await person('s1')).toMatchObject({ mobile: '+447700900123', upn: 'zoe@x.example' });
  });

  test('OneRoster 1.2: roles in a file of their own, births, someone deleted', async () => {
    programmes();
    zip('export.zip', {
      ...common,
      'users.csv': [
        'sourcedId,status,enabledUser,username,givenName,familyName,preferredFirstName,email',
        's1,active,true,zoe@x.example,Zoë,Quinn,Zo,zoe@x.example',
        't9,active,true,sam@x.example,Sam,Lee,,sam@x.example',
        't8,tobedeleted,true,old@x.example,Old,Hand,,',
      ],
      'roles.csv': [
        'sourcedId,status,userSourcedId,roleType,role,orgSourcedId',
        'r1,active,s1,primary,student,o1',
        'r2,active,t9,primary,teacher,o1',
      ],
      'demographics.csv': ['sourcedId,status,birthDate', 's1,active,2009-03-02'],
    });
    expect(await files.problems()).toEqual([]);
    await wanted();
    expect(await person('s1')).toMatchObject({ born: '2009-03-02', preferredName: 'Zo Quinn' });
    expect(await person('t8')).toMatchObject({ roles: [] });
  });

  test('School Data Sync 2.1, unpacked; the mapping makes programmes of its courses', async () => {
    for (const [name, rows] of Object.entries({
      'orgs.csv': ['sourcedId,name,type', 'o1,Brookvale,school'],
      'users.csv': [
        'sourcedId,username,givenName,familyName,activeDirectoryMatchId,email,phone,sms',
        's1,zoe@x.example,Zoë,Quinn,,zoe@x.example,,',
        't9,sam@x.example,Sam,Lee,,sam@x.example,,',
      ],
      'roles.csv': ['userSourcedId,orgSourcedId,role', 's1,o1,student', 't9,o1,teacher'],
      'classes.csv': [
        'sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId,code',
        'c1,o1,Law,t1,k1,LAW-A',
        'c2,o1,Maths,t2,k1,MATHS-B',
      ],
      'courses.csv': ['sourcedId,orgSourcedId,title,code', 'k1,o1,Business,BUS'],
      'academicSessions.csv': [
        'sourcedId,orgSourcedId,title,type,startDate,endDate',
        't1,o1,Year,schoolYear,2026-09-01,2027-07-01',
        't2,o1,From October,term,2026-10-01,2027-07-01',
      ],
      'enrollments.csv': ['classSourcedId,userSourcedId,role', 'c1,s1,student', 'c2,s1,student', 'c1,t9,teacher'],
    }))
      files.write(name, rows);
    expect(await files.problems()).toContainEqual(
      expect.stringMatching(/^enrollments.csv line 2: programme_id: BUS is not known/),
    );
    await mapWith({ 'programmes.kind': 'study-programme', 'programmes.pack': 'green-labyrinth' });
    expect(await files.problems()).toEqual([]);
    await wanted();
    expect(await files.c.programmes.findOne({ _id: 'BUS' })).toMatchObject({ name: 'Business' });
  });
});

describe('calendars', () => {
  const calendar = (...events: string[][]) =>
    files.write('law.ics', [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//x//y//EN',
      'BEGIN:VTIMEZONE',
      'TZID:GMT Standard Time',
      'BEGIN:STANDARD',
      'DTSTART:16010101T020000',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0000',
      'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
      'END:STANDARD',
      'BEGIN:DAYLIGHT',
      'DTSTART:16010101T010000',
      'TZOFFSETFROM:+0000',
      'TZOFFSETTO:+0100',
      'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
      'END:DAYLIGHT',
      'END:VTIMEZONE',
      ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']),
      'END:VCALENDAR',
    ]);
  const filled = { 'sessions.programme_id': 'BUS', 'sessions.type': 'teaching', 'sessions.tutor_ids': 'T1' };

  test('what repeats is a session for each time, over the change of clocks, with exceptions; the rest is said', async () => {
    programmes();
    files.write('people.csv', ['person_id,name,roles,email', 'T1,Sam Lee,tutor,sam@x.example']);
    calendar(
      [
        'UID:law@x',
        'SUMMARY:Law',
        'LOCATION:Room 4',
        'DTSTART;TZID=GMT Standard Time:20261020T090000',
        'DTEND;TZID=GMT Standard Time:20261020T103000',
        'RRULE:FREQ=WEEKLY;COUNT=4',
        'EXDATE;TZID=GMT Standard Time:20261027T090000',
      ],
      [
        'UID:law@x',
        'SUMMARY:Law, moved',
        'RECURRENCE-ID;TZID=GMT Standard Time:20261110T090000',
        'DTSTART;TZID=GMT Standard Time:20261110T130000',
        'DTEND;TZID=GMT Standard Time:20261110T143000',
      ],
      [
        'UID:one@x',
        'SUMMARY:In New York',
        'DTSTART;TZID=America/New_York:20261201T050000',
        'DTEND;TZID=America/New_York:20261201T060000',
      ],
      ['UID:utc@x', 'SUMMARY:In UTC', 'DTSTART:20260701T080000Z', 'DTEND:20260701T090000Z'],
      ['UID:float@x', 'SUMMARY:Here', 'DTSTART:20261202T090000', 'DTEND:20261202T100000'],
      ['UID:day@x', 'SUMMARY:Holiday', 'DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261226'],
      ['UID:off@x', 'SUMMARY:Off', 'STATUS:CANCELLED', 'DTSTART:20261203T090000', 'DTEND:20261203T100000'],
    );
    await mapWith(filled);
    const { problems, notes } = await files.run();
    expect(problems).toEqual([]);
    expect(notes).toEqual(
      expect.arrayContaining([
        'law.ics: left out what lasts all day: 1',
        'law.ics: left out what is cancelled there: 1',
      ]),
    );
    const found = (await sessions()).map((one) => `${one.title} ${one.startsAt.toISOString().slice(0, 16)} ${one.day}`);
    expect(found).toEqual(
      [
        'In UTC 2026-07-01T08:00 2026-07-01',
        'Law 2026-10-20T08:00 2026-10-20',
        'Law 2026-11-03T09:00 2026-11-03',
        'Law, moved 2026-11-10T13:00 2026-11-10',
        'Here 2026-12-02T09:00 2026-12-02',
        'In New York 2026-12-01T10:00 2026-12-01',
      ].toSorted((a, b) => a.slice(-10).localeCompare(b.slice(-10))),
    );
    expect((await files.run()).counts).toMatchObject({ sessions: { added: 0, changed: 0, same: 6 } });
  });

  test('a zone nobody knows, times without length and what is no calendar are told', async () => {
    programmes();
    files.write('people.csv', ['person_id,name,roles', 'T1,Sam Lee,tutor']);
    calendar(
      ['UID:a', 'SUMMARY:Odd', 'DTSTART;TZID=Nowhere/Land:20261201T090000', 'DTEND;TZID=Nowhere/Land:20261201T100000'],
      ['UID:b', 'SUMMARY:None', 'DTSTART:20261201T090000Z', 'DTEND:20261201T090000Z'],
    );
    await mapWith(filled);
    expect(await files.problems()).toEqual([
      'law.ics line 0: "Odd" on 2026-12-01T09:00:00 is in the time zone "Nowhere/Land", which is not known',
      'law.ics line 1: ends: "2026-12-01T09:00:00.000Z" is when it starts, too',
    ]);
    files.write('law.ics', ['BEGIN:VCALENDAR', 'what is this']);
    expect(await files.problems()).toContainEqual(
      expect.stringMatching(/^law.ics line 0: is no calendar that can be read/),
    );
  });
});
