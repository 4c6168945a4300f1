// The one script of the pages: who is there (Teams single sign-on), the theme of Teams, printing. Nothing else needs it.
const page = document.body.dataset;
const teams = globalThis.microsoftTeams;

const setTheme = (name) => {
  document.documentElement.dataset.theme = name === 'default' ? 'light' : name;
};

const tell = (words) => {
  const place = document.getElementById('enter-words');
  if (place) place.textContent = words;
};

async function enter(context) {
  const token = await teams.authentication.getAuthToken();
  const to = page.enter || context.page.subPageId || '';
  const answer = await fetch('/p/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, to }),
  });
  const said = await answer.json();
  if (said.to) location.replace(said.to);
  else tell(said.words || 'This did not work. Please close the app and open it again.');
}

async function start() {
  await teams.app.initialize();
  const context = await teams.app.getContext();
  setTheme(context.app.theme);
  teams.app.registerOnThemeChangeHandler(setTheme);
  teams.app.notifySuccess();
  if (page.enter !== undefined) await enter(context);
}

if (teams && globalThis.parent !== globalThis)
  start().catch(() => tell('Teams did not say who you are. Please close the app and open it again.'));

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => globalThis.print());
}
for (const one of document.querySelectorAll('form[data-now] select'))
  one.addEventListener('change', () => one.form.requestSubmit());
// Weeks that do not all fit are met at the newest; whose they are stays in sight.
for (const one of document.querySelectorAll('.scroll:has(> .chart)')) one.scrollLeft = one.scrollWidth;
for (const one of document.querySelectorAll('.flush .newest')) {
  const box = one.closest('.flush');
  box.scrollLeft = one.offsetLeft + one.offsetWidth - box.clientWidth;
}
// What is still being worked out is looked at again.
if (document.querySelector('[data-again]')) setTimeout(() => location.reload(), 1500);
