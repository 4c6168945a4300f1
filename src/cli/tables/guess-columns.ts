import { guessValues } from './guess-values.ts';
import type { mappingColumns } from './mapping.ts';
import { columnOf } from './read-rows.ts';
import type { Sheet } from './sheet.ts';

/**
 * Headings that student record systems write, spelt as columns of ours: SIMS, PICS, Maytas, ebs, Arbor, the ILR, and
 * what people call things in their own spreadsheets.
 */
const headings: Record<string, string> = {
  learner:
    'learner_id learner_ref learner_reference learner_reference_number learnrefnumber learner_number student_id student_ref student_reference student_number student_code person_code person_id trainee_id traineeid pics_trainee_id trainee_no admission_no admission_number adno arbor_student_id uln upn_number',
  staff: 'staff_id staff_code staff_number staff_ref employee_id employee_number payroll_number arbor_staff_id',
  first: 'forename forenames first_name firstname given_name given_names givennames legal_first_name legal_forename',
  last: 'surname last_name lastname family_name familyname legal_last_name legal_surname',
  name: 'name full_name fullname learner_name student_name staff_name trainee_name learner student trainee',
  preferred_name: 'preferred_name preferred_forename preferred_first_name known_as',
  roles: 'role roles user_type person_type category',
  email: 'email email_address e_mail college_email student_email learner_email work_email primary_email',
  upn: 'upn user_principal_name username teams_username office_365_username',
  mobile:
    'mobile mobile_phone mobile_no mobile_number mobile_telephone mobile_tel tel_mobile telno phone student_mobile learner_mobile',
  born: 'dob date_of_birth dateofbirth birth_date birthdate',
  left: 'date_left leaving_date leave_date date_of_leaving left_date',
  parent_name:
    'parent_name carer_name parent_carer_name parent_guardian parent_carer parent guardian carer guardian_name contact_1_name primary_contact_name next_of_kin next_of_kin_name',
  parent_mobile:
    'parent_mobile carer_mobile guardian_mobile contact_1_mobile primary_contact_mobile parent_phone next_of_kin_mobile',
  parent_email: 'parent_email carer_email guardian_email contact_1_email primary_contact_email',
  parent_do_not_contact: 'parent_do_not_contact do_not_contact no_contact do_not_contact_parent',
  programme:
    'programme programme_id programme_code course course_id course_code unit_instance_code ui_code pot qualification_code learning_programme framework standard',
  enrolment: 'enrolment_id enrolment_no enrolment_number enrolment_ref enrolment_code',
  group: 'group groups group_code group_name reg_group registration_group teaching_group class class_code set cohort',
  from: 'start_date startdate learnstartdate enrolment_date enrolled_on programme_start_date course_start_date date_started',
  to: 'end_date actual_end_date learnactenddate withdrawal_date course_end_date',
  planned: 'expected_end_date planned_end_date learnplanenddate',
  programme_name: 'course_title course_name course_description programme_title programme_name',
  kind: 'kind provision provision_type',
  pack: 'pack policy',
  manager: 'course_manager course_leader programme_manager programme_leader manager',
  centre: 'centre campus',
  mentor_id: 'mentor personal_tutor pastoral_tutor mentor_id',
  coach_id: 'coach assessor skills_coach training_consultant coach_id',
  employer_id: 'employer_contact employer_contact_id employer_id employer_code line_manager',
  session: 'session_id register_session_id event_id register_event_id lesson_id activity_id slot_id',
  title: 'title subject lesson activity module unit event event_name session summary description',
  type: 'type event_type session_type activity_type categories',
  mode: 'mode delivery delivery_mode attendance_mode',
  room: 'room room_code room_name location venue site',
  join_url: 'join_url join_link meeting_link meeting_url teams_link online_meeting',
  tutors: 'tutor tutors tutor_ids teacher teachers lecturer trainer staff tutor_code tutor_name organizer',
  day: 'date day event_date session_date lesson_date',
  starts: 'start starts start_time starttime time_from from_time begins start_date_time starts_at',
  ends: 'end ends end_time endtime finish finish_time time_to to_time end_date_time ends_at',
};
const meaning = new Map(
  Object.entries(headings).flatMap(([what, words]) => words.split(' ').map((one) => [one, what] as const)),
);

/** What each heading may stand for; the first column for a thing has it, but names and days may be in several. */
function readHeadings(sheet: Sheet): Map<string, string> {
  const found = new Map<string, string>();
  for (const [i, heading] of sheet.header.entries()) {
    const what = meaning.get(columnOf(heading));
    // A column with nothing in it says nothing, such as the categories of a calendar that has none.
    const isUsed = sheet.records.some(({ cells }) => cells[i]);
    if (what && isUsed && ![...found.values()].includes(what)) found.set(heading, what);
  }
  return found;
}

/** Lines of a mapping file with a guess for every column of a sheet; what cannot be guessed is left open, for a person. */
export function guessMapping(sheet: Sheet): Record<(typeof mappingColumns)[number], string>[] {
  const found = readHeadings(sheet);
  const has = (...whats: string[]) => whats.every((what) => [...found.values()].includes(what));
  const isTimetable = has('starts') && has('ends');
  const isPeople = !isTimetable && (has('name') || (has('first') && has('last')));
  const isEnrolments = !isTimetable && has('learner', 'programme');
  const isStaff = isPeople && !has('learner');
  const isCourses = !isTimetable && !isPeople && !has('learner') && has('programme', 'programme_name');
  const people = (column: string) => (isPeople ? [`people.${column}`] : []);
  const enrolments = (column: string) => (isEnrolments ? [`enrolments.${column}`] : []);
  // A place without a number of its own is told apart by who and on what.
  const placeId = has('enrolment') ? [] : enrolments('enrolment_id');
  const sessions = (column: string) => (isTimetable ? [`sessions.${column}`] : []);
  const courses = (column: string) => (isCourses ? [`programmes.${column}`] : []);
  const means: Record<string, string[]> = {
    enrolment: enrolments('enrolment_id'),
    learner: [...people('person_id'), ...enrolments('learner_id'), ...placeId],
    staff: isTimetable ? sessions('tutor_ids') : isStaff ? people('person_id') : [],
    first: has('name') ? [] : people('name'),
    last: has('name') ? [] : people('name'),
    programme: [...sessions('programme_id'), ...enrolments('programme_id'), ...placeId, ...courses('programme_id')],
    programme_name: courses('name'),
    manager: courses('manager_id'),
    // When a place is to end says when it ends, until a column says when it did.
    planned: has('to') ? [] : enrolments('to'),
    group: [...sessions('groups'), ...enrolments('group')],
    session: sessions('session_id'),
    tutors: sessions('tutor_ids'),
    // A column with day and time in it says both.
    starts: [...(has('day') ? [] : sessions('day')), ...sessions('starts')],
  };
  for (const one of ['name', 'preferred_name', 'roles', 'email', 'upn', 'mobile', 'born', 'left'])
    means[one] ??= people(one);
  for (const one of ['parent_name', 'parent_mobile', 'parent_email', 'parent_do_not_contact'])
    means[one] ??= people(one);
  for (const one of ['kind', 'pack', 'centre']) means[one] ??= courses(one);
  for (const one of ['from', 'to', 'mentor_id', 'coach_id', 'employer_id']) means[one] ??= enrolments(one);
  for (const one of ['title', 'type', 'mode', 'room', 'join_url', 'day', 'ends']) means[one] ??= sessions(one);
  // A timetable without ids of its own is told apart by what, when and for whom.
  if (isTimetable && !has('session'))
    for (const one of ['programme', has('group') ? 'group' : 'room', has('day') ? 'day' : 'starts', 'starts'])
      means[one] = [...new Set([...(means[one] ?? []), 'sessions.session_id'])];
  const line = (column: string, whats: readonly string[], is = '') => ({
    file: sheet.file,
    column,
    value: '',
    means: whats.join(';'),
    is,
  });
  // Several columns are joined as they stand here: a forename before a surname.
  const order = (heading: string) => (found.get(heading) === 'first' ? 0 : 1);
  const all = sheet.header.filter(Boolean).toSorted((a, b) => order(a) - order(b));
  const lines = all.flatMap((heading) => {
    const whats = means[found.get(heading) ?? ''] ?? [];
    const values = whats.flatMap((one) => guessValues(sheet, heading, one));
    return [line(heading, whats), ...values.map(({ value, is }) => ({ ...line(heading, [], is), value }))];
  });
  const said = new Set(lines.flatMap((one) => one.means.split(';')));
  const always: [isMeant: boolean, column: string, is: string][] = [
    [isPeople, 'people.roles', isStaff ? 'tutor' : 'learner'],
    [isEnrolments, 'enrolments.from', ''],
    [isCourses, 'programmes.kind', ''],
    [isCourses, 'programmes.pack', ''],
    [isTimetable, 'sessions.programme_id', ''],
    [isTimetable, 'sessions.tutor_ids', ''],
    [isTimetable, 'sessions.title', 'Class'],
    [isTimetable, 'sessions.type', ''],
    [isTimetable, 'sessions.mode', 'face-to-face'],
  ];
  for (const [isMeant, column, is] of always) if (isMeant && !said.has(column)) lines.push(line('', [column], is));
  return lines;
}
