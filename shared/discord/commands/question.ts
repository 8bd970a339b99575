import type { CommandInteraction, ComponentInteraction } from '../../messages/interaction.ts';
import type { Answer, Asker, Needs } from './command.ts';
import { partsOf } from './custom-id.ts';
import { type CommandDeps, findButton, findCommand } from './table.ts';

/** What a command or a press asks, ready to be checked and answered. */
export interface Question {
  /** For counting: the command, or the button. */
  readonly name: string;
  readonly isPrivate: boolean;
  readonly needs: Needs;
  ask(deps: CommandDeps, asker: Asker): Promise<Answer>;
}

/** Undefined for a command or a button that this build does not know. */
export function questionOf(interaction: CommandInteraction | ComponentInteraction): Question | undefined {
  return interaction.kind === 'command' ? commandQuestion(interaction) : buttonQuestion(interaction);
}

function commandQuestion(interaction: CommandInteraction): Question | undefined {
  const command = findCommand(interaction.name);
  return (
    command && {
      name: interaction.name,
      isPrivate: command.isPrivate,
      needs: command.needs(interaction.subcommand),
      ask: (deps, asker) => command.run(deps, { ...asker, interaction }),
    }
  );
}

function buttonQuestion({ customId, id }: ComponentInteraction): Question | undefined {
  const { name, parts } = partsOf(customId);
  const button = findButton(name);
  return (
    button && {
      name: `button-${name}`,
      isPrivate: true,
      needs: button.needs,
      ask: (deps, asker) => button.press(deps, { ...asker, parts, interactionId: id }),
    }
  );
}
