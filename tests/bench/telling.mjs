// What people and the bot say to each other through the stand-ins of the platforms, as lines to read. For the scripts that
// make the transcripts in docs/.
import { setTimeout as sleep } from 'node:timers/promises';

const spoken = 19; // where what is said begins; what goes on below it stands two further

// `slack` and `ding`: the stand-ins that there are. `rooms`: the Slack channels looked at, id → what it is called; the first is
// where members are. `groups`: the same for DingTalk, by title. `people`: name → id in Slack, `staff`: in DingTalk. `deliver`: how
// DingTalk's messages reach the bot (fields of the stand-in's verb say).
export function teller({ slack, rooms = {}, ding, groups = {}, people = {}, staff = {}, deliver = {}, write = console.log }) {
  const [home] = Object.keys(rooms), [hall] = Object.keys(groups);

  // Who it is, instead of the id that a stand-in made up.
  const named = (text) => [...Object.entries(people), ...Object.entries(staff), ...Object.entries(rooms).map(([id, name]) => [name, id])]
    .reduce((all, [name, id]) => all.replaceAll(id, name), String(text));
  const print = (where, who, text) => {
    const [first, ...rest] = named(text).replaceAll('\u200b', '').split('\n').map((line) => line.trimEnd())
      .filter((line) => line.length);
    write(`${where.padEnd(spoken - 1)} ${who}: ${first ?? ''}`);
    for (const line of rest) write(`${' '.repeat(spoken + 2)}${line}`);
  };

  const messagesIn = async (channel) =>
    (await slack.get(`channel/${channel}`)).messages.flatMap((one) => [one, ...(one.replies ?? [])]);

  const withButtons = (said) =>
    `${said.text ?? said.markdown ?? ''}\n${(said.buttons ?? []).map((button) => `[${button.title}]`).join(' ')}`;

  // What the bot has said and changed since the last look, room by room.
  const seen = new Map();
  let dingSeen = 0;
  const fresh = async () => {
    const lines = [];
    for (const [id, name] of Object.entries(rooms)) {
      for (const one of await messagesIn(id)) {
        const text = one.rendered ?? one.text, key = `${id} ${one.ts}`;
        if (one.user !== slack.bot_user_id || seen.get(key) === text) continue;
        const note = seen.has(key) ? ' (the same message, changed)' : one.ephemeral_for ? ' (seen by one member alone)' : '';
        lines.push([`Slack ${name}`, `Qunda${note}`, text]);
        seen.set(key, text);
      }
    }
    const told = ding ? (await ding.get('journal?kind=bot_message')).entries.filter((one) => !one.rejected) : [];
    const last = told.slice(dingSeen);
    dingSeen = told.length;
    for (const [title, name] of Object.entries(groups)) {
      for (const one of last.filter((said) => said.group === title)) {
        lines.push([name, 'Qunda', withButtons(one)]);
      }
    }
    // What DingTalk brings to one member alone.
    for (const one of last.filter((said) => !said.group))
      lines.push([`DingTalk ${one.user}`, 'Qunda (to one member alone)', withButtons(one)]);
    return lines;
  };
  // Until nothing has been said for a while.
  const replies = async () => {
    for (let quiet = 0, waited = 0; quiet < 4 && waited < 60; ++waited) {
      await sleep(250);
      const lines = await fresh();
      quiet = lines.length ? 0 : quiet + 1;
      for (const line of lines) print(...line);
    }
  };

  const inSlack = async (who, text, { channel = home, thread, quietly = false } = {}) => {
    print(`Slack ${rooms[channel]}`, who, quietly ? text : `@Qunda ${text}`);
    const said = await slack.post('say', { channel, user: people[who], text: quietly ? text : `@bot ${text}`, thread_ts: thread, wait: true });
    await replies();
    return said.ts;
  };
  const inDing = async (who, text, group = hall) => {
    print(groups[group], who, `@Qunda ${text}`);
    await ding.post('say', { group, sender: who, text, ...deliver });
    await replies();
  };
  // The last message that has such a button.
  const press = async (who, label, channel = home) => {
    const has = (button) => JSON.stringify(button).includes(label);
    const message = (await messagesIn(channel)).reverse().find((one) => (one.actions ?? []).some(has));
    if (!message) throw new Error(`no message in ${rooms[channel]} has a button ${label}`);
    write(`${`Slack ${rooms[channel]}`.padEnd(spoken - 1)} ${who} presses [${label}]`);
    await slack.post('press', { channel, message_ts: message.ts, action_id: message.actions.find(has).action_id, user: people[who] });
    await replies();
  };
  const tap = async (who, label, group = hall) => {
    const tapped = { group, sender: who, button: label, ...deliver };
    write(`${groups[group].padEnd(spoken - 1)} ${who} taps [${label}]`);
    const { text } = await ding.post('tap', tapped);
    if (text) print(groups[group], who, `@Qunda ${text.replace(/ q\S+$/, ' q…')}`); // the button's reference is another each time
    await replies();
  };
  return { inSlack, inDing, press, tap, replies, messagesIn };
}
