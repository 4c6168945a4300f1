import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { checkSites } from '../../src/cli/doctor/check-sites.ts';
import { CollegeFiles } from '../support/college-files.ts';

describe('sites of a college', () => {
  const files = new CollegeFiles();
  beforeAll(() => files.open());
  afterAll(() => files.close());
  beforeEach(async () => {
    await files.clear();
    await files.basics();
  });

  const head = 'site_id,name,phone,contact,sms_sender,reply_to,division,closed';
  const people = (...rows: string[]) => files.write('people.csv', ['person_id,name,roles,site_id', ...rows]);
  const programmes = (...rows: string[]) =>
    files.write('programmes.csv', ['programme_id,name,kind,pack,site_id', ...rows]);
  const twoSites = () =>
    files.write('sites.csv', [
      head,
      'LDS,Brookvale Leeds,0113 496 0123,the Leeds office,BrookLeeds,leeds@x.example,,2026-12-23;2026-12-28/2026-12-31',
      'GLA,Brookvale Glasgow,0141 496 0123,,,,Scotland,',
    ]);

  test('people and programmes are of a site by its code in any case, or its name; twice is the same as once', async () => {
    twoSites();
    people('T1,Sam Lee,tutor,lds; gla', 'L1,Aisha Khan,learner,Brookvale Glasgow', 'L2,Ben Carter,learner,');
    programmes('BUS,Business,study-programme,green-labyrinth,lds');
    expect(await files.problems()).toEqual([]);
    expect(await files.c.sites.find({}).sort({ _id: 1 }).toArray()).toEqual([
      { _id: 'GLA', name: 'Brookvale Glasgow', phone: '0141 496 0123', division: 'scotland' },
      {
        _id: 'LDS',
        name: 'Brookvale Leeds',
        phone: '0113 496 0123',
        contact: 'the Leeds office',
        smsSender: 'BrookLeeds',
        replyTo: 'leeds@x.example',
        closed: [
          { from: '2026-12-23', to: '2026-12-23' },
          { from: '2026-12-28', to: '2026-12-31' },
        ],
      },
    ]);
    expect((await files.c.people.findOne({ _id: 'T1' }))?.sites).toEqual(['LDS', 'GLA']);
    expect((await files.c.people.findOne({ _id: 'L1' }))?.sites).toEqual(['GLA']);
    expect(await files.c.people.findOne({ _id: 'L2' })).not.toHaveProperty('sites');
    expect(await files.c.programmes.findOne({ _id: 'BUS' })).toMatchObject({ site: 'LDS' });
    expect((await files.run()).counts).toMatchObject({
      sites: { added: 0, changed: 0, same: 2 },
      people: { added: 0, changed: 0, same: 3 },
      programmes: { added: 0, changed: 0, same: 1 },
    });
  });

  test('what cannot be is told by file, line and value, with what is allowed, and nothing is written', async () => {
    files.write('sites.csv', [
      head,
      'LDS,Brookvale Leeds,call us,,,leeds,cymru,soon',
      'GLA,Brookvale Glasgow,0141 496 0123,,,,,2026-12-31/2026-12-28',
    ]);
    expect(await files.problems()).toEqual([
      'sites.csv line 2: phone: a phone number, such as 01632 960123, not "call us"',
      'sites.csv line 2: reply_to: an email address, not "leeds"',
      'sites.csv line 2: division: england-and-wales, scotland, northern-ireland, not "cymru"',
      'sites.csv line 2: closed: "soon" is no day such as 2026-12-24, nor days such as 2026-12-28/2026-12-31',
      expect.stringMatching(/^sites.csv line 3: closed: "2026-12-31\/2026-12-28" is no day such as/),
    ]);
    twoSites();
    people('T1,Sam Lee,tutor,LDS;LSD', 'L1,Aisha Khan,learner,', 'L2,Ben Carter,learner,GLA');
    programmes('BUS,Business,study-programme,green-labyrinth,York');
    expect(await files.problems()).toEqual([
      'people.csv line 2: site_id: "LSD" is none of the sites: LDS, GLA',
      'programmes.csv line 2: site_id: "York" is none of the sites: LDS, GLA',
    ]);
    expect(await files.c.sites.countDocuments()).toBe(0);
    files.write('sites.csv', [head, 'LDS,Brookvale Leeds,,,,,,', 'LDS,Brookvale Leeds,,,,,,']);
    expect(await files.problems()).toContain('sites.csv line 3: LDS stands on line 2 already');
  });

  test('whose site somebody is of changes by a word, never by an empty cell, and is told', async () => {
    twoSites();
    people('T1,Sam Lee,tutor,LDS', 'L1,Aisha Khan,learner,LDS', 'L2,Ben Carter,learner,GLA');
    expect(await files.problems()).toEqual([]);
    people('T1,Sam Lee,tutor,', 'L1,Aisha Khan,learner,GLA', 'L2,Ben Carter,learner,none');
    expect((await files.run()).notes).toEqual([
      'L1 Aisha Khan: site_id: LDS → GLA',
      'L2 Ben Carter: site_id: GLA → none',
    ]);
    expect((await files.c.people.findOne({ _id: 'T1' }))?.sites).toEqual(['LDS']);
    expect(await files.c.people.findOne({ _id: 'L2' })).not.toHaveProperty('sites');
  });

  test('without sites a college is one: its column is left out and said, and the counts speak of none', async () => {
    people('T1,Sam Lee,tutor,Leeds', 'L1,Aisha Khan,learner,', 'L2,Ben Carter,learner,');
    const report = await files.run();
    expect(report.problems).toEqual([]);
    expect(report.notes).toEqual(['people.csv: left out, as no sites.csv says which sites there are: site_id']);
    expect(Object.keys(report.counts)).toEqual(['people', 'programmes', 'enrolments', 'sessions']);
    expect(await files.c.people.findOne({ _id: 'T1' })).not.toHaveProperty('sites');
    expect(await checkSites(files.c)).toEqual([]);
  });

  test('doctor names the site without a Safeguarding Team, without a phone, of which nobody is', async () => {
    files.write('sites.csv', [head, 'LDS,Brookvale Leeds,0113 496 0123,,,,,', 'GLA,Brookvale Glasgow,,,,,,']);
    people('T1,Sam Lee,tutor,', 'L1,Aisha Khan,learner,', 'L2,Ben Carter,learner,', 'S1,Nia Roberts,safeguarding,LDS');
    programmes('BUS,Business,study-programme,green-labyrinth,LDS');
    expect(await files.problems()).toEqual([]);
    const look = async () => (await checkSites(files.c)).map(({ ok, what }) => `${ok ? 'ok' : 'WRONG'} ${what}`);
    expect(await look()).toEqual([
      'WRONG site GLA (Brookvale Glasgow) has no Safeguarding Team: the teams of the other sites get its concerns',
      "WRONG site GLA (Brookvale Glasgow) has no phone: its texts and mails give the college's",
      'WRONG no programme and no learner is of site GLA (Brookvale Glasgow)',
      'ok site LDS (Brookvale Leeds) has a Safeguarding Team and a phone',
    ]);
    // Who is of the whole college is on the team of every site.
    await files.c.people.updateOne({ _id: 'S1' }, { $unset: { sites: '' } });
    expect((await look()).filter((one) => one.includes('Safeguarding Team:'))).toEqual([]);
  });
});
