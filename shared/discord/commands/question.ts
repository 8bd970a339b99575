import type { AutocompleteInteraction, CommandInteraction, ComponentInteraction } from '../../messages/interaction.ts';
import type { Answer, Asker, Choice, Needs } from './command.ts';
import { partsOf } from './custom-id.ts';
import { type CommandDeps, findButton, findCommand } from './table.ts';

/** What a command or a press asks, ready to be checked and answered. */
export interface Question {
  /** For counting: the command, or the button. */
  readonly name: string;
  readonly isPrivate: boolean;
  readonly needs: Needs;
  ask(asker: Asker): Promise<Answer>;
}

/** An option that is being typed, ready to be helped with. */
interface Typing {
  readonly name: string;
  /** Of the command that is being typed. */
  readonly needs: Needs;
  suggest(asker: Asker): Promise<readonly Choice[]>;
}

/** What this build can be asked; undefined for a command or a button that it does not know. */
export interface Questions {
  questionOf(interaction: CommandInteraction | ComponentInteraction): Question | undefined;
  typingOf(interaction: AutocompleteInteraction): Typing | undefined;
}

/** The table of commands and buttons, with what they ask of the app. */
export const createQuestions = (deps: CommandDeps): Questions => ({
  questionOf: (interaction) =>
    interaction.kind === 'command' ? commandQuestion(deps, interaction) : buttonQuestion(deps, interaction),
  typingOf(interaction) {
    const command = findCommand(interaction.name);
    if (!command?.suggest) return undefined;
    return {
      name: interaction.name,
      needs: command.needs(interaction.subcommand),
      suggest: async (asker) => (await command.suggest?.(deps, { ...asker, interaction })) ?? [],
    };
  },
});

function commandQuestion(deps: CommandDeps, interaction: CommandInteraction): Question | undefined {
  const command = findCommand(interaction.name);
  return (
    command && {
      name: interaction.name,
      isPrivate: command.isPrivate,
      needs: command.needs(interaction.subcommand),
      ask: (asker) => command.run(deps, { ...asker, interaction }),
    }
  );
}

function buttonQuestion(deps: CommandDeps, { customId, id }: ComponentInteraction): Question | undefined {
  const { name, parts } = partsOf(customId);
  const button = findButton(name);
  return (
    button && {
      name: `button-${name}`,
      isPrivate: true,
      needs: button.needs,
      ask: (asker) => button.press(deps, { ...asker, parts, interactionId: id }),
    }
  );
}
