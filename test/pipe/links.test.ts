import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLinks } from '../../src/http/links.ts';
import type { World } from '../../src/usecases/core/ports.ts';
import { askEvidence, receiveEvidence } from '../../src/usecases/notices/evidence.task.ts';
import { mailRegisterLinks } from '../../src/usecases/registers/mail-register-link.ts';
import { College, monday } from '../support/college.ts';
import { type LinkTo, linkOf } from '../support/linked-page.ts';
import { unescaped } from '../support/plain-html.ts';
import { sickNotice } from '../support/sick-notice.ts';
import { wordsOf } from '../teams/client.ts';

type Inputs = Record<string, string>;

/** The inputs of a page's form with their values and its main button, as a browser would post them. */
function inputsOf(page: string): Inputs {
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  const selects = [...page.matchAll(/<select id="[^"]*" name="([^"]+)">(.*?)<\/select>/gs)].map(([, name, inner]) => [
    name,
    (/value="([^"]*)" selected/.exec(inner ?? '') ?? /value="([^"]*)"/.exec(inner ?? ''))?.[1],
  ]);
  const main = [...page.matchAll(/<button name="(verb|act)" value="([^"]*)">/g)].slice(0, 1);
  const all = [...[...hidden, ...main].map(([, name, value]) => [name, unescaped(value ?? '')]), ...selects];
  return Object.fromEntries(all.map(([name = '', value = '']) => [name, value]));
}

describe('pages behind signed links', () => {
  let college: College;
  let world: World;
  const until = new Date(`${monday}T20:00:00Z`);
  const link = (...to: LinkTo) => linkOf(world, ...to);
  const get = async (url: string) => {
    const answer = await fetch(url);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const post = async (url: string, inputs: Inputs) => {
    const headers = { origin: new URL(url).origin };
    const answer = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(inputs) });
    return { status: answer.status, text: await answer.text() };
  };

  beforeAll(async () => {
    college = await College.open({ learners: 25 });
    world = college.bot.world;
    await college.c.people.insertOne({
      _id: 'X1',
      ref: 'BV-X1',
      name: 'Xenia Stone',
      roles: ['tutor'],
      email: 'xenia@partner.example',
      addresses: ['xenia@partner.example'],
    });
  });
  afterAll(() => college.close());

  describe('links', () => {
    let now = new Date('2026-11-23T09:00:00Z');
    const base = 'https://bot.example';
    const [secret, older] = ['a-secret-of-thirty-two-characters!', 'another-secret-of-32-characters!!!'];
    const made = (...secrets: string[]) => createLinks(secrets, base, () => now);
    const links = made(secret);
    const token = (url: string) => url.replace(`${base}/l/`, '');

    test('say whose they are, what they show and since when, and when their time is over', () => {
      const url = links.sign('file', 'f1', 'M1', new Date(now.getTime() + 1));
      const linked = { purpose: 'file', id: 'f1', viewerId: 'M1', madeAt: now };
      expect(url.startsWith(`${base}/l/`)).toBe(true);
      expect(links.open(token(url))).toEqual({ linked, isOver: false });
      now = new Date(now.getTime() + 1);
      expect(links.open(token(url))).toEqual({ linked, isOver: true });
    });

    test('are short enough for a text message', () => {
      const id = 'missed-work|BUS-2026-11-23-0900|L123456';
      expect(links.sign('task', id, 'L123456', until).length).toBeLessThan(160);
    });

    test('end in a letter or digit, after which no telephone takes the sign for the end of a sentence', () => {
      const all = Array.from({ length: 300 }, (_, i) => links.sign('task', `t${i}`, `L${i * 7}`, until));
      expect(all.filter((url) => !/[a-z0-9]$/i.test(url))).toEqual([]);
    });

    test('a token that was changed, cut or made with another secret opens nothing', () => {
      const good = token(links.sign('file', 'f1', 'M1', until));
      const [keyId = '', seal = '', payload = ''] = good.split('.');
      const parts = Buffer.from(payload, 'base64url').toString().split('\n');
      const forged = Buffer.from(parts.map((one) => (one === 'M1' ? 'A1' : one)).join('\n')).toString('base64url');
      for (const bad of [
        `${keyId}.${seal}.${forged}`,
        `AAAA.${seal}.${payload}`,
        payload,
        `${keyId}..${payload}`,
        `${good}.x`,
        `${good}A`,
        `${keyId}.${seal}.`,
        '',
        'x.y.z',
        token(made(older).sign('file', 'f1', 'M1', until)),
      ])
        expect([bad, links.open(bad)]).toEqual([bad, undefined]);
    });

    test('a new secret signs, and links of the one before open until it is taken away', () => {
      const before = token(made(older).sign('task', 't1', 'L1', until));
      const both = made(secret, older);
      expect(both.open(before)?.linked).toMatchObject({ purpose: 'task', id: 't1' });
      expect(links.open(token(both.sign('task', 't1', 'L1', until)))?.isOver).toBe(false);
      expect(links.open(before)).toBeUndefined();
    });
  });

  describe('an evidence file (G3)', () => {
    const bytes = Buffer.from('%PDF-1.7 certificate');
    beforeAll(async () => {
      await college.people.say(college.user('L1'), 'help');
      await college.people.say(college.user('M1'), 'help');
      const at = college.bot.clock.now();
      const notice = sickNotice('n1', 'L1', at);
      await college.c.notices.insertOne(notice);
      await askEvidence(world, notice, 'BUS');
      const name = 'Doctor\u2019s "note"\r\n.pdf';
      await world.records.files.put({
        _id: 'f1',
        learnerId: 'L1',
        fromId: 'L1',
        name,
        type: 'application/pdf',
        bytes,
        at,
      });
      const request = await world.records.tasks.byId(`evidence|${notice._id}`);
      await receiveEvidence(world, request as never, { id: 'f1', name: 'note.pdf' });
      await college.settled();
    });

    test('the card’s link opens it, as an attachment that nothing keeps', async () => {
      const card = await college.card('M1', 'Evidence to look at');
      const answer = await college.people.press(college.user('M1'), card, 'Open the file');
      const url = /http:\/\/127[^"]+/.exec(JSON.stringify(answer.card))?.[0] ?? '';
      const file = await fetch(url);
      expect(file.status).toBe(200);
      expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
      expect(Object.fromEntries(file.headers)).toMatchObject({
        'content-type': 'application/pdf',
        'content-disposition': 'attachment; filename="Doctor_s _note___.pdf"',
        'cache-control': 'no-store',
        'referrer-policy': 'strict-origin',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': 'camera=(), microphone=(), geolocation=()',
        'strict-transport-security': 'max-age=31536000',
      });
      expect((await post(url, {})).status).toBe(404);
    });

    test('nobody else’s link opens it: not the learner’s, a colleague’s or a stranger’s; nor another purpose’s', async () => {
      for (const viewer of ['L1', 'L2', 'T1', 'A1', 'nobody'])
        expect([viewer, (await get(link('file', 'f1', viewer))).status]).toEqual([viewer, 404]);
      expect((await get(link('file', 'f2', 'M1'))).status).toBe(404);
      for (const purpose of ['report', 'register', 'task', 'notice', 'form'] as const)
        expect([purpose, (await get(link(purpose, 'f1', 'M1'))).status]).toEqual([purpose, 404]);
    });

    test('a wrong or old link is answered with a page that says what to do', async () => {
      const good = link('file', 'f1', 'M1');
      const wrong = await get(`${good}x`);
      expect(wrong.status).toBe(404);
      expect(wrong.text).toContain('press the button on the card in Teams again');
      expect(wrong.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src ('sha256-[^']+' ?)+; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      );
      expect(wrong.headers.get('cache-control')).toBe('no-store');
      const short = world.link?.('file', 'f1', 'M1', new Date(college.bot.clock.now().getTime() + 10 * 60_000)) ?? '';
      expect((await get(short)).status).toBe(200);
      await college.moveTo('08:11');
      expect((await get(short)).status).toBe(404);
      expect((await post(short, {})).status).toBe(404);
    });

    test('who has lost the right since does not see it any more', async () => {
      const url = link('file', 'f1', 'M1');
      await college.c.people.updateOne({ _id: 'M1' }, { $set: { roles: ['safeguarding'] } });
      expect((await get(url)).status).toBe(404);
      await college.c.people.updateOne({ _id: 'M1' }, { $set: { roles: ['mentor'] } });
      await college.c.tasks.updateOne({ kind: 'evidence' }, { $pull: { ownerIds: 'M1', watcherIds: 'M1' } });
      expect((await get(url)).status).toBe(404);
    });
  });

  describe('a register in a browser (S17)', () => {
    const registerOf = (id: string) => college.c.registers.findOne({ _id: id });
    let url: string;
    beforeAll(async () => {
      await college.c.people.updateOne({ _id: 'L1' }, { $set: { preferredName: '<b>"x"&' } });
      await college.addSession({ _id: 's1', tutorIds: ['X1'], title: 'Partner class', programmeId: 'APP' });
      await college.moveTo('09:00');
      url = link('register', 's1', 'X1');
    });

    test('a tutor without Teams gets it by mail, once; others do not', async () => {
      const session = await college.addSession({ _id: 'mailed', tutorIds: ['X1', 'T1'], on: '2026-11-24' });
      const programme = (await world.records.enrolments.programme('BUS'))!;
      const mails = () => college.c.outbox.find({ about: 'mailed' }).toArray();
      const { link: _, ...offline } = world;
      await mailRegisterLinks(offline, session, programme);
      expect(await mails()).toEqual([]);
      await mailRegisterLinks(world, session, programme);
      await mailRegisterLinks(world, session, programme);
      const [mail, ...more] = await mails();
      expect(more).toEqual([]);
      expect(mail).toMatchObject({ _id: 'register-link|mailed|X1', kind: 'mail', to: 'xenia@partner.example' });
      expect(mail?.subject).toBe('Register: Business communication, Tuesday 24 November, 09:00');
      expect(mail?.body).toContain('Please complete it by 09:30');
      expect(mail?.body).toContain('until the end of Wednesday 25 November');

      await college.moveTo('09:05', '2026-11-24');
      const page = await get(/http:\S+/.exec(mail?.body ?? '')?.[0] ?? '');
      expect([page.status, page.text.includes('Rest present')]).toEqual([200, true]);
      await college.moveTo('00:00', '2026-11-26');
      expect((await get(/http:\S+/.exec(mail?.body ?? '')?.[0] ?? '')).status).toBe(404);
      await college.moveTo('09:10');
    });

    test('shows the card’s choices; names are text, whatever they hold', async () => {
      const page = await get(url);
      expect(page.status).toBe(200);
      expect(page.text).toContain('Partner class');
      expect(page.text).toContain('&lt;b&gt;&quot;x&quot;&amp;');
      expect(page.text).not.toContain('<b>"x"');
      expect(page.text).not.toMatch(/<script|javascript:| on\w+=/i);
      expect(page.text).toContain('<option value="late:10">Late 10 min</option>');
      expect(page.text).toContain('Rest present, save');
      expect(inputsOf(page.text)).toMatchObject({ version: '1', page: '0', rest: 'present', 'm_APP-L2': '' });
    });

    test('one press saves; the same form again changes nothing', async () => {
      const inputs = { ...inputsOf((await get(url)).text), 'm_APP-L2': 'unauthorised' };
      const [first, second] = await Promise.all([post(url, inputs), post(url, inputs)]);
      for (const answer of [first, second]) {
        expect(answer?.status).toBe(200);
        expect(answer?.text).toContain('Saved 09:10 by Xenia Stone');
        expect(answer?.text).toContain('<b>Ben Carter</b> Absent');
      }
      const register = await registerOf('s1');
      expect(register).toMatchObject({ state: 'saved', version: 2, savedById: 'X1' });
      expect(register?.rows.map((row) => [row.mark?.code, row.mark?.how])).toEqual(
        expect.arrayContaining([
          ['unauthorised', 'chosen'],
          ['present', 'rest'],
        ]),
      );
      await college.settled();
      expect(await college.c.marks.countDocuments({ sessionId: 's1' })).toBe(3);
    });

    test('the link amends while it lives, with the history kept', async () => {
      const summary = (await get(url)).text;
      const form = (await post(url, { ...inputsOf(summary), verb: 'register-amend' })).text;
      expect(form).toBe((await get(`${url}?page=0`)).text);
      expect(form).toContain('Save changes');
      const answer = await post(url, { ...inputsOf(form), 'm_APP-L2': 'late:5', why: 'arrived later' });
      expect(answer.text).toContain('amended');
      expect((await registerOf('s1'))?.history.at(-1)).toMatchObject({
        byId: 'X1',
        words: 'arrived later',
        changes: [{ from: { code: 'unauthorised' }, to: { code: 'late', minutesLate: 5 } }],
      });
    });

    test('minutes are asked for, and wrong ones come back with words', async () => {
      await college.addSession({ _id: 's2', at: '09:15', minutes: 60, tutorIds: ['X1'], programmeId: 'APP' });
      await college.moveTo('09:15');
      const own = link('register', 's2', 'X1');
      const asked = await post(own, { ...inputsOf((await get(own)).text), 'm_APP-L3': 'late:ask' });
      expect(asked.text).toContain('How many minutes?');
      const base = inputsOf(asked.text);
      const wrong = await post(own, { ...base, 'm_APP-L3': '90', 'e_APP-L3': '' });
      expect([wrong.status, wrong.text.includes('90 minutes late. Late for the whole session?')]).toEqual([400, true]);
      const saved = await post(own, { ...base, 'm_APP-L3': '7', 'e_APP-L3': '3' });
      expect(saved.text).toContain('Late 7 min, left 3 min early');
    });

    test('more learners than a page holds come as pages; what another tutor saved meanwhile is kept and told', async () => {
      await college.addSession({ _id: 's3', at: '09:20', tutorIds: ['X1', 'T1'], title: 'Many', room: 'Hall' });
      await college.moveTo('09:20');
      const own = link('register', 's3', 'X1');
      const first = inputsOf((await get(own)).text);
      const second = await post(own, first);
      expect(second.text).toContain('Page 2 of 2');
      const last = inputsOf(second.text);
      const card = await college.people.invoke(college.user('T1'), 'register-save', {
        registerId: 's3',
        version: 2,
        page: 1,
        rest: 'present',
        'm_BUS-L25': 'unauthorised',
      });
      expect(wordsOf(card.body.value)).toContain('Saved');
      const answer = await post(own, { ...last, 'm_BUS-L25': 'late:5' });
      expect(answer.text).toContain('Sam Lee saved Absent meanwhile. You chose Late 5 min.');
    });

    test('turning the page keeps what is picked, on every page, and saves nothing; saving then saves it all', async () => {
      await college.addSession({ _id: 's4', at: '09:25', tutorIds: ['X1'], title: 'Turned', room: 'Hall' });
      await college.moveTo('09:25');
      const own = link('register', 's4', 'X1');
      const second = await post(own, inputsOf((await get(own)).text));
      const picked = { ...inputsOf(second.text), 'm_BUS-L25': 'late:5' };
      const first = await post(own, { ...picked, verb: 'register-page|0' });
      expect(first.text).toContain('Page 1 of 2');
      expect((await registerOf('s4'))?.version).toBe(2);
      expect(JSON.parse(inputsOf(first.text).picked ?? '')).toEqual({ 'BUS-L25': 'late:5' });
      const again = await post(own, { ...inputsOf(first.text), 'm_BUS-L2': 'unauthorised', verb: 'register-page|1' });
      expect(inputsOf(again.text)['m_BUS-L25']).toBe('late:5');
      const saved = await post(own, inputsOf(again.text));
      expect(saved.text).toMatch(/Saved[\s\S]*Ben Carter<\/b> Absent/);
      const marks = (await registerOf('s4'))?.rows.flatMap((row) =>
        row.mark?.how === 'chosen' ? [row.learnerId] : [],
      );
      expect(marks).toEqual(['L2', 'L25']);

      const amend = inputsOf((await get(`${own}?page=0`)).text);
      const turned = { ...amend, 'm_BUS-L3': 'late:10', why: 'arrived later', verb: 'register-page|1' };
      const next = inputsOf((await post(own, turned)).text);
      expect(next).toMatchObject({ why: 'arrived later', page: '1' });
      expect(JSON.parse(next.picked ?? '')).toMatchObject({ 'BUS-L3': 'late:10' });
    });

    test('a form that makes no sense changes nothing and says so', async () => {
      const before = await registerOf('s1');
      const good = { ...inputsOf((await get(`${url}?page=0`)).text) };
      const bad: [Inputs, string][] = [
        [{}, 'did not come through right'],
        [{ ...good, verb: 'task-act' }, 'did not come through right'],
        [{ ...good, verb: 'constructor' }, 'did not come through right'],
        [{ ...good, version: '999' }, 'did not come through right'],
        [{ ...good, 'm_APP-L1': 'notice-pending' }, 'not one you can give'],
      ];
      for (const [inputs, words] of bad) {
        const answer = await post(url, inputs);
        expect([answer.status, answer.text.includes(words)]).toEqual([400, true]);
      }
      // Nobody on this register, so nobody's mark.
      await post(url, { ...good, 'm_BUS-L1': 'unauthorised' });
      expect(await registerOf('s1')).toEqual(before);
    });

    test('who does not have the session any more is refused, to see and to save', async () => {
      const inputs = inputsOf((await get(`${url}?page=0`)).text);
      const before = await registerOf('s1');
      await college.c.sessions.updateOne({ _id: 's1' }, { $set: { tutorIds: ['T1'] } });
      const page = await get(url);
      expect([page.status, page.text.includes('There is nothing for you to do here now')]).toEqual([404, true]);
      expect((await post(url, { ...inputs, 'm_APP-L2': 'unauthorised' })).status).toBe(404);
      expect((await get(link('register', 's1', 'L2'))).status).toBe(404);
      expect((await get(link('register', 'none', 'X1'))).status).toBe(404);
      expect((await get(link('file', 's1', 'X1'))).status).toBe(404);
      expect(await registerOf('s1')).toEqual(before);
    });
  });

  test('forms are taken on linked pages only, and only small ones; JSON is not', async () => {
    const form = 'application/x-www-form-urlencoded';
    const send = async (url: string, type: string, body: string | ReadableStream) => {
      const headers = { 'content-type': type, origin: new URL(url).origin };
      const options = { method: 'POST', headers, body, duplex: 'half' };
      return (await fetch(url, options as RequestInit)).status;
    };
    const page = link('register', 's1', 'X1');
    const stream = () => new Blob([`a=${'x'.repeat(70_000)}`]).stream();
    expect(await send(college.people.botUrl, form, 'a=1')).toBe(415);
    expect(await send(college.people.botUrl.replace('/api/messages', '/healthz'), form, 'a=1')).toBe(415);
    expect(await send(page, 'application/json', '{}')).toBe(415);
    expect(await send(page, 'multipart/form-data', '--x--')).toBe(415);
    expect(await send(college.people.botUrl, 'multipart/form-data; boundary=x', '--x--')).toBe(415);
    expect(await send(page, form, `a=${'x'.repeat(70_000)}`)).toBe(413);
    expect(await send(page, form, stream())).toBe(413);
    expect((await fetch(college.people.botUrl.replace('/api/messages', '/l/'))).status).toBe(404);
  });
});
