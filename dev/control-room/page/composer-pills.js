import { openOptions, optionOf, pathOf } from './command-line.js';
import { byId, el, setText } from './dom.js';

/** @import { OptionView } from '../discord/model.ts' */
/** @import { Filled, Line } from './command-line.js' */

/**
 * What stands around the field: the command and the options that were given before it, those that can still be given after it.
 * @param {(name: string) => void} turnTo an option was pressed
 * @param {() => void} unpick the command was pressed
 */
export const linePills = (turnTo, unpick) => {
  /** @param {string} text @param {string} label @param {string} kind @param {() => void} press @param {...Node} more */
  const pill = (text, label, kind, press, ...more) => {
    const view = el('button', { type: 'button', class: `line-pill ${kind}`, 'aria-label': label }, text, ...more);
    view.addEventListener('click', press);
    return view;
  };
  /** @param {Filled} given */
  const filledPill = ({ name, text }) =>
    pill(name, `Change ${name}: ${text}`, 'filled', () => turnTo(name), el('b', {}, text));
  /** @param {OptionView} option */
  const openPill = ({ name, isRequired }) =>
    pill(name, `Give ${name}, ${isRequired ? 'required' : 'optional'}`, isRequired ? 'open required' : 'open', () =>
      turnTo(name),
    );

  return {
    /** @param {Line} line */
    paint: (line) => {
      const { command } = line;
      const path = command && pathOf(command);
      byId('line-before').replaceChildren(
        ...(path === undefined ? [] : [pill(`/${path}`, `Take back /${path}`, 'command', unpick)]),
        ...line.filled.map(filledPill),
      );
      byId('line-after').replaceChildren(...openOptions(line).map(openPill));
      const option = optionOf(line, line.active);
      byId('line-active').hidden = !option;
      setText(byId('line-active'), option?.name ?? '');
    },
  };
};
