import { createChoiceList } from './choice-list.js';
import * as lines from './command-line.js';
import { hintFor, listFor } from './command-list.js';
import { linePills } from './composer-pills.js';
import { createSuggester } from './composer-suggest.js';
import { byId, setText } from './dom.js';

/** @import { ChoiceView, CommandView } from '../discord/model.ts' */
/** @import { SentOption } from '../discord/client.ts' */
/** @import { Entry } from './command-list.js' */
/** @import { Line } from './command-line.js' */

/** @typedef {{ readonly name: string, readonly options: readonly SentOption[] }} Sent */

/**
 * The field in which commands are typed, with its list of what can be typed next.
 * @param {object} deps
 * @param {(sent: Sent, text: string) => void} deps.send
 * @param {(question: Sent) => Promise<readonly ChoiceView[]>} deps.suggest
 */
export const createComposer = ({ send, suggest }) => {
  const field = /** @type {HTMLInputElement} */ (byId('command-field'));
  const list = createChoiceList(field, byId('choices'), (entry) => choose(entry));
  const pills = linePills(
    (name) => change(lines.activate(line, name)),
    () => change(lines.unpick(line)),
  );
  const suggester = createSuggester(suggest, () => paint());
  /** @type {readonly CommandView[]} */
  let commands = [];
  let line = lines.EMPTY;
  /** @type {Line | undefined} */
  let last;
  let problem = '';
  let isListWanted = false;

  const paint = () => {
    pills.paint(line);
    if (field.value !== line.text) field.value = line.text;
    const { entries, first } = listFor(line, commands, suggester.choices());
    list.paint(isListWanted ? entries : [], suggester.isWaiting() ? -1 : first);
    const failure = problem || suggester.failure();
    setText(
      byId('command-hint'),
      failure || (suggester.isWaiting() ? 'Looking…' : hintFor(line, commands, suggester.choices())),
    );
    byId('command-hint').classList.toggle('problem', failure !== '');
    field.setAttribute('aria-invalid', String(problem !== ''));
    field.setAttribute('aria-label', lines.fieldLabel(line));
    field.placeholder = line.command ? '' : 'Type / for commands';
  };

  /** @param {Line} next */
  const change = (next) => {
    line = next;
    problem = '';
    isListWanted = true;
    suggester.ask(lines.question(line), line.active);
    paint();
    field.focus();
  };

  /** @param {Entry} entry */
  const choose = (entry) => {
    if ('command' in entry) change(lines.begin(entry.command));
    else if ('option' in entry) change(lines.activate(line, entry.option));
    else change(lines.fill(line, { name: line.active ?? '', text: entry.label, value: entry.value }));
  };

  const submit = () => {
    if (!line.command && line.text.trim() === '') return;
    const done = lines.finish(lines.typedOut(line, commands));
    if ('problem' in done) {
      change(done.line);
      problem = done.problem;
      return paint();
    }
    last = done.line;
    send(done, lines.lineText(done.line));
    change(lines.EMPTY);
  };

  /** Tab goes on to what can still be given; where it cannot, it leaves the field as everywhere. */
  const goOn = () => {
    if (line.active === undefined || line.text.trim() === '') return false;
    const { line: settled, problem: unread } = lines.settle(line);
    change(settled);
    problem = unread ?? '';
    paint();
    return unread === undefined;
  };

  /** What a key does; false: what it does everywhere. @type {Record<string, () => boolean | void>} */
  const keys = {
    Enter: () => {
      const entry = list.active();
      if (entry) choose(entry);
      else submit();
    },
    Tab: () => {
      const entry = list.active();
      if (!entry) return goOn();
      choose(entry);
    },
    Escape: () => {
      if (!list.isOpen()) return false;
      isListWanted = false;
      paint();
    },
    ArrowDown: () => {
      isListWanted = true;
      if (list.isOpen()) list.move(1);
      else paint();
    },
    ArrowUp: () => {
      if (list.isOpen()) return list.move(-1);
      if (line.command || line.text !== '' || !last) return false;
      change(last);
      isListWanted = false;
      paint();
    },
    Backspace: () => {
      if (line.text !== '' || !line.command) return false;
      change(lines.back(line));
    },
  };

  field.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.shiftKey && event.key === 'Tab') return;
    if (keys[event.key] && keys[event.key]?.() !== false) event.preventDefault();
  });
  field.addEventListener('input', () => change(lines.typed(line, field.value, commands)));
  field.addEventListener('focus', () => {
    isListWanted = true;
    paint();
  });
  field.addEventListener('blur', () => {
    isListWanted = false;
    paint();
  });
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });

  return {
    /** @param {readonly CommandView[]} registered */
    setCommands: (registered) => {
      commands = registered;
      paint();
    },
  };
};
