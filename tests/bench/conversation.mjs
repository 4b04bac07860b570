#!/usr/bin/env node
// A conversation of members with the bot on each platform, whole: a question answered, a follow-up, a suggestion picked, an answer
// that did not help, a moderator asked for, who answers. Held twice, as the platform calls the bot and over the bot's own
// connection, which must come to the same words. Prints Markdown: docs/conversation.md is its output. QUNDA_STANDINS as in
// circle.mjs. Ends with 1 when the two differ or a stand-in saw its protocol broken.
//
//   QUNDA_STANDINS=… tests/bench/conversation.mjs [--program build/release/qunda] > docs/conversation.md
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { corp, end, freePort, need, secrets, sections, standin, untilReady, violations } from './standins.mjs';
import { teller } from './telling.mjs';

const { values: how } = parseArgs({ options: { program: { type: 'string', default: 'build/release/qunda' } } });
need('conversation', how.program);

const english = [
  { id: 'descale', question: 'How do I descale the kettle?', sources: ['Tea room handbook, page 3'],
    answer: 'A spoon of **citric acid** in a full kettle: boil it, wait half an hour, then boil once more with clear water.' },
  { id: 'descale-often', previous: 'descale', question: 'How often should the kettle be descaled?', sources: ['Tea room handbook, page 3'],
    answer: 'Once a month. Where the water is soft, every three months is enough.' },
  { id: 'filter', question: 'How do I change the water filter of the kettle?',
    answer: 'Turn the lid to the left and lift it; the new filter goes in with the arrow down.' },
  { id: 'clay', question: 'How do I clean a clay teapot?', answer: 'With hot water only. Soap stays in the clay, and in the tea.' },
];
const chinese = [
  { id: 'descale', question: '怎么清理水壶里的水垢？', sources: ['茶室手册第 3 页'],
    answer: '满壶水加一勺**柠檬酸**，烧开后等半小时，再用清水煮一遍。' },
  { id: 'descale-often', previous: 'descale', question: '多久清理一次水垢？', sources: ['茶室手册第 3 页'],
    answer: '每月一次；水质软的地方三个月一次就够。' },
  { id: 'filter', question: '水壶的滤芯怎么换？', answer: '壶盖向左拧开取出，新滤芯箭头朝下放入。' },
  { id: 'clay', question: '紫砂壶怎么清洗？', answer: '只用热水冲洗。洗洁精会留在壶壁里，也留在茶里。' },
];

const platforms = {
  slack: {
    title: 'Slack', called: 'HTTP', own: 'Socket Mode', language: 'en', knowledge: english, planned: ['ratelimited'],
    flags: ['slack/fake-slack.mjs', '--port', '0', '--quiet', '--strict-scopes'],
    async prepare(it, isOwn, url) {
      const member = async (name) => (await it.post('user', { name })).user.id;
      const people = { Alice: await member('Alice'), Bob: await member('Bob'), Mona: 'U0MOD00001' };
      const help = (await it.post('channel', { name: 'help', members: Object.values(people) })).channel.id, mods = 'C0MODS0001';
      return {
        workspace: `slack:${it.team_id}`, moderators: people.Mona, group: mods,
        connect: async () => {
          await it.post('config', isOwn ? { mode: 'socket' } : { mode: 'http', events_url: `${url}/slack/events`,
            interactivity_url: `${url}/slack/interactivity` });
          if (isOwn) await it.get('wait_socket?timeout_ms=15000');
        },
        tell: (write) => teller({ slack: it, rooms: { [help]: '#help', [mods]: '#moderators' }, people, write }),
      };
    },
    async hold({ inSlack, press }, scene) {
      scene('A question, and a follow-up in its thread, which needs no mention');
      const thread = await inSlack('Alice', 'how can I descale my kettle?');
      await inSlack('Alice', 'and how often?', { thread, quietly: true });
      scene('People among themselves are left alone');
      await inSlack('Bob', 'mine has been furred up for years', { thread, quietly: true });
      await inSlack('Alice', 'how do you clean a clay teapot, by the way?', { thread, quietly: true });
      scene('Half sure: a suggestion, picked');
      await inSlack('Bob', 'teapot?');
      await press('Bob', 'How do I clean a clay teapot?');
      scene('Not helpful: a moderator is asked for, and answers');
      await press('Bob', 'Not helpful');
      await press('Bob', 'Ask a moderator');
      await inSlack('Mona', 'answer #1 Clay wants hot water only. For the glass one the soap by the sink is fine.', { channel: 'C0MODS0001' });
    },
  },
  dingtalk: {
    title: 'DingTalk', called: 'HTTP', own: 'Stream', language: 'zh', knowledge: chinese, planned: [],
    flags: ['dingtalk/fake-dingtalk.mjs', '--port', '0'],
    async prepare(it, isOwn, url) {
      const staff = {};
      for (const name of ['小爱', '阿宝', '莫娜']) staff[name] = (await it.post('users', { name })).staffId;
      const group = (await it.post('groups', { title: '管理员群' })).conversationId;
      return {
        workspace: `dingtalk:${corp}`, moderators: staff['莫娜'], group,
        connect: async () => {
          for (let i = 0; isOwn && i < 200 && (await it.get('state')).connections.length === 0; ++i) await sleep(50);
        },
        tell: (write) => teller({ ding: it, groups: { '茶室': '茶室', '管理员群': '管理员群' }, staff, write,
          deliver: isOwn ? { mode: 'stream' } : { mode: 'http', callback_url: `${url}/dingtalk/messages` } }),
      };
    },
    async hold({ inDing, tap }, scene) {
      scene('A question, and a follow-up');
      await inDing('小爱', '水壶的水垢怎么清理？');
      await inDing('小爱', '多久一次？');
      scene('Half sure: a suggestion, picked');
      await inDing('阿宝', '紫砂壶清洗用小苏打可以吗');
      await tap('阿宝', '紫砂壶怎么清洗？');
      scene('Not helpful: a moderator is asked for, and answers');
      await tap('阿宝', '没用');
      await tap('阿宝', '找管理员');
      await inDing('莫娜', '答 #1 可以，一小勺，泡十分钟后用热水冲净。', '管理员群');
    },
  },
};

let broken = 0;

// One conversation, as lines.
async function held(name, isOwn) {
  const platform = platforms[name];
  const folder = mkdtempSync(join(tmpdir(), 'qunda-conversation-'));
  const children = [], lines = [];
  try {
    const it = await standin(platform.flags, join(folder, 'standin.log'), children);
    const port = await freePort(), url = `http://127.0.0.1:${port}`;
    const place = await platform.prepare(it, isOwn, url);
    writeFileSync(join(folder, 'tea.jsonl'), platform.knowledge.map((one) => JSON.stringify(one)).join('\n'));
    writeFileSync(join(folder, 'qunda.toml'), `[server]
port = ${port}
[storage]
path = "qunda.db"
${sections[name](it, isOwn)}[[community]]
name = "tea"
language = "${platform.language}"
workspaces = ["${place.workspace}"]
moderators = ["${place.moderators}"]
moderators_group = "${place.workspace}/${place.group}"
`);
    const environment = { ...process.env, ...secrets[name](it) };
    const qunda = ['--config', join(folder, 'qunda.toml')];
    execFileSync(how.program, [...qunda, 'import', join(folder, 'tea.jsonl')], { env: environment });
    const log = openSync(join(folder, 'qunda.log'), 'w');
    children.push(spawn(how.program, [...qunda, 'serve'], { env: environment, stdio: ['ignore', log, log] }));
    await untilReady(url);
    await place.connect();
    const scene = (title) => lines.push(`${lines.length ? '```\n\n' : ''}### ${title}\n\n\`\`\`text`);
    await platform.hold(place.tell((line) => lines.push(line)), scene);
    lines.push('```');
    const wrong = await violations[name](it, platform.planned);
    for (const one of wrong) console.error(`${name}: violation: ${JSON.stringify(one).slice(0, 300)}`);
    broken += wrong.length;
    return lines;
  } catch (trouble) {
    console.error(lines.join('\n'));
    throw trouble;
  } finally {
    await end(children);
    rmSync(folder, { recursive: true, force: true });
  }
}

console.log('# A conversation, as it is said\n\nWhat members write and press and what Qunda says to it, from a question to a moderator\'s answer, as the stand-ins of the\n' +
            'platforms recorded it (`QUNDA_STANDINS=… tests/bench/conversation.mjs > docs/conversation.md`). Each was held twice, as the platform calls the\n' +
            'bot and over the bot\'s own connection; one is shown, and the other was the same, word for word and button for button, or the script\n' +
            'would have failed. What moderators do with open questions is in [transcript.md](transcript.md).');
for (const name of Object.keys(platforms)) {
  const { title, called, own } = platforms[name];
  const [first, second] = [await held(name, false), await held(name, true)];
  console.log(`\n## ${title}: ${called}, and the same over ${own}\n\n${first.join('\n')}`);
  for (let i = 0; i < Math.max(first.length, second.length); ++i) {
    if (first[i] === second[i]) continue;
    console.error(`${name}: line ${i + 1} is another over ${own}:\n  ${first[i]}\n  ${second[i]}`);
    ++broken;
    break;
  }
}
process.exitCode = broken ? 1 : 0;
