// The simulator group in a page. Asks for new lines, shows them, sends what is typed. The server renders Markdown to safe
// HTML and brings every sentence in the group's language; everything else is set as text.
'use strict';

const $ = (id) => document.getElementById(id);
let after = 0;
let thread = '';
let texts = {};
const articles = new Map(); // thread → its last article, so that a reply stands below what it replies to

function show(line) {
  const article = document.createElement('article');
  article.className = (line.from_bot ? 'bot' : 'member') + (line.id === line.thread ? '' : ' reply');
  const who = document.createElement('div');
  who.className = 'who';
  const name = document.createElement('b');
  name.textContent = line.from_bot ? 'Qunda' : line.member;
  const time = document.createElement('time');
  time.textContent = new Date(line.at).toLocaleTimeString();
  who.append(name, time);
  if (line.from_bot && line.member) {
    const to = document.createElement('span');
    to.textContent = '@' + line.member;
    who.append(to);
  }
  const reply = document.createElement('button');
  reply.type = 'button';
  reply.textContent = '↩ ' + texts.reply;
  reply.addEventListener('click', () => enter(line.thread, article));
  who.append(reply);
  const body = document.createElement('div');
  body.className = 'body';
  if (line.html) body.innerHTML = line.html; // rendered and escaped by the server
  else body.textContent = line.text;
  article.append(who, body);
  if (line.buttons) article.append(buttons(line));
  const before = articles.get(line.thread);
  if (before) before.after(article); else $('lines').append(article);
  articles.set(line.thread, article);
  article.scrollIntoView({ block: 'nearest' });
}

// A tap says the button's words as the member who is chosen, as it does where buttons can only speak.
function buttons(line) {
  const row = document.createElement('div');
  row.className = 'buttons';
  for (const button of line.buttons) {
    const element = document.createElement('button');
    element.type = 'button';
    element.textContent = button.label;
    element.addEventListener('click', () => deliver(button.says, line.thread));
    row.append(element);
  }
  return row;
}

function enter(id, article) {
  thread = id;
  $('thread').hidden = !id;
  if (article) $('thread-text').textContent = '↩ ' + article.querySelector('.body').textContent.slice(0, 60);
  $('text').focus();
}

async function begin() {
  const answer = await fetch('/try/texts');
  if (!answer.ok) throw new Error('HTTP ' + answer.status);
  const page = await answer.json();
  texts = page.texts;
  document.documentElement.lang = page.language;
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = texts[element.dataset.text];
  $('text').placeholder = texts.placeholder;
  for (const member of page.members) $('member').add(new Option(member));
}

// One after the other: two at once would both be told the same lines.
let looking = Promise.resolve();
function look() {
  looking = looking.catch(() => {}).then(fetchLines);
  return looking;
}

async function fetchLines() {
  if (!$('member').options.length) await begin();
  const answer = await fetch('/try/lines?after=' + after);
  if (!answer.ok) throw new Error('HTTP ' + answer.status);
  const news = await answer.json();
  for (const line of news.lines) {
    after = line.number;
    show(line);
  }
  $('empty').hidden = after > 0;
}

async function watch() {
  try {
    await look();
    trouble('');
  } catch (error) {
    trouble((texts.lost || '…') + ' (' + error.message + ')');
  }
  setTimeout(watch, document.hidden ? 5000 : 700);
}

function trouble(text) {
  $('trouble').textContent = text;
  $('trouble').hidden = !text;
}

// Whether it was taken.
async function deliver(text, into) {
  try {
    await say(text, into);
  } catch (error) {
    trouble(texts.not_taken + ' (' + error.message + ')');
    return false;
  }
  await look().catch((error) => trouble(texts.lost + ' (' + error.message + ')'));
  return true;
}

async function say(text, into) {
  const answer = await fetch('/try/say', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ member: $('member').value, text, thread: into }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

$('say').addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (!text) return;
  $('text').value = '';
  const into = thread;
  enter('');
  // What was not taken is not lost, unless something else is being typed already.
  if (!await deliver(text, into) && !$('text').value) $('text').value = text;
});
// Code comes in several lines. Enter that only ends the choice of a Chinese word sends nothing.
$('text').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $('say').requestSubmit();
});
$('leave').addEventListener('click', () => enter(''));
for (const example of document.querySelectorAll('.example')) {
  example.addEventListener('click', () => {
    $('text').value = example.textContent;
    $('say').requestSubmit();
  });
}
watch();
