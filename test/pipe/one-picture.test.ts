import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { addDays } from '../../src/domain/calendar.ts';
import { createWorld } from '../../src/store/create-world.ts';
import { collectionsOf } from '../../src/store/database.ts';
import { viewLearner } from '../../src/usecases/desk/view-learner.ts';
import { openStep } from '../../src/usecases/measures/step.task.ts';
import { College, monday } from '../support/college.ts';

let college: College;
let client: MongoClient;
const asked: string[] = [];

beforeAll(async () => {
  college = await College.open({ learners: 2 });
  await college.addHistory('L2', [{ code: 'present', on: addDays(monday, -4) }]);
  client = new MongoClient(college.uri, { monitorCommands: true, ignoreUndefined: true });
  client.on('commandStarted', ({ command }) => asked.push(String(command.find)));
  await client.connect();
});
afterAll(async () => {
  await client.close();
  await college.close();
});

test('however many parts a learner’s card has, their marks of the year are looked up once a draw', async () => {
  const world = createWorld(client, collectionsOf(client.db(college.database)), college.bot.world);
  const about = { learnerId: 'L2', programmeId: 'BUS', packId: 'green-labyrinth', ownerId: 'M1' };
  for (const code of ['warning', 'placement', 'second-report'])
    await openStep(world, { ...about, items: [{ code, does: 'note' }] }, code);
  const mentor = (await college.c.people.findOne({ _id: 'M1' }))!;
  for (const _ of ['first', 'again']) {
    asked.length = 0;
    const shown = await viewLearner(world, 'L2', mentor);
    expect(shown?.card === 'learner-follow' && shown.data.parts).toHaveLength(3);
    expect(asked.filter((one) => one === 'marks')).toHaveLength(1);
  }
});
