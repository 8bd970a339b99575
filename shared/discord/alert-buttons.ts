import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { Signal } from '../domain/signal/signal.ts';
import { customIdOf } from './commands/custom-id.ts';

interface ButtonFace {
  /** The button that is pressed, by its name in the table of buttons. */
  readonly name: string;
  readonly emoji: string;
  /** A thumb needs none. */
  readonly label?: string;
}

const ROWS: readonly (readonly ButtonFace[])[] = [
  [
    { name: 'explain', emoji: '💡', label: 'Explain' },
    { name: 'chart', emoji: '📈', label: 'Chart' },
    { name: 'watch', emoji: '👀', label: 'Watch game' },
    { name: 'mute', emoji: '🔕', label: 'Mute market' },
  ],
  [
    { name: 'useful', emoji: '👍' },
    { name: 'useless', emoji: '👎' },
  ],
];

/** The buttons below an alert: each names its signal. Those that could not are left out, and so is a row without any. */
export const alertButtons = ({
  id,
  event,
}: Pick<Signal, 'id' | 'event'>): APIActionRowComponent<APIButtonComponent>[] =>
  ROWS.map((faces) => faces.flatMap((face) => buttonOf(face, [event.id, id])))
    .filter((components) => components.length > 0)
    .map((components) => ({ type: ComponentType.ActionRow, components }));

function buttonOf({ name, emoji, label }: ButtonFace, parts: readonly string[]): APIButtonComponentWithCustomId[] {
  const customId = customIdOf(name, parts);
  if (customId === undefined) return [];
  return [
    {
      type: ComponentType.Button,
      style: ButtonStyle.Secondary,
      emoji: { name: emoji },
      custom_id: customId,
      ...(label === undefined ? {} : { label }),
    },
  ];
}
