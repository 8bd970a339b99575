import type { LocalizationMap } from 'discord-api-types/v10';

/** Languages that descriptions are translated to, beside English. */
const TRANSLATED = ['de', 'es-ES'] as const;
type Translated = (typeof TRANSLATED)[number];

type Texts = { readonly en: string } & { readonly [L in Translated]?: string };

/** What each command and option says of itself, 100 characters at most. A language that is missing falls back to English. */
const TEXTS: Readonly<Record<string, Texts>> = {
  odds: {
    en: 'Best price per outcome, consensus and hold',
    de: 'Beste Quote je Ausgang, Konsens und Marge',
    'es-ES': 'Mejor cuota por resultado, consenso y margen',
  },
  'odds.league': { en: 'League', de: 'Liga', 'es-ES': 'Liga' },
  'odds.team': { en: 'Team', de: 'Mannschaft', 'es-ES': 'Equipo' },
  line: {
    en: 'How a line has moved, with a chart',
    de: 'Wie sich eine Linie bewegt hat, mit Diagramm',
    'es-ES': 'Cómo se ha movido una línea, con gráfico',
  },
  'line.event': { en: 'Game', de: 'Spiel', 'es-ES': 'Partido' },
  'line.market': { en: 'Market', de: 'Markt', 'es-ES': 'Mercado' },
  signals: {
    en: 'Recent signals and what became of them',
    de: 'Neueste Signale und was aus ihnen wurde',
    'es-ES': 'Señales recientes y su resultado',
  },
  'signals.league': { en: 'Only this league', de: 'Nur diese Liga', 'es-ES': 'Solo esta liga' },
  'signals.level': { en: 'This level and higher', de: 'Ab dieser Stufe', 'es-ES': 'Este nivel o superior' },
  explain: {
    en: 'Why a signal was raised, in plain words',
    de: 'Warum ein Signal kam, in einfachen Worten',
    'es-ES': 'Por qué surgió una señal, en palabras sencillas',
  },
  'explain.signal': { en: 'Signal', de: 'Signal', 'es-ES': 'Señal' },
  watch: { en: 'What you want to be told of', de: 'Worüber du Bescheid bekommst', 'es-ES': 'De qué quieres enterarte' },
  'watch.add': {
    en: 'Watch a league, a team, or everything of a level or type',
    de: 'Liga, Mannschaft oder alles einer Stufe oder Art beobachten',
    'es-ES': 'Seguir una liga, un equipo o todo de un nivel o tipo',
  },
  'watch.add.league': {
    en: 'League; all without it',
    de: 'Liga; ohne Angabe alle',
    'es-ES': 'Liga; todas si se omite',
  },
  'watch.add.team': {
    en: 'Team, or part of its name',
    de: 'Mannschaft oder ein Teil des Namens',
    'es-ES': 'Equipo o parte de su nombre',
  },
  'watch.add.types': {
    en: 'Only this kind of alert',
    de: 'Nur diese Art von Signal',
    'es-ES': 'Solo este tipo de alerta',
  },
  'watch.add.level': {
    en: 'This level and higher; Medium without it',
    de: 'Ab dieser Stufe; sonst Medium',
    'es-ES': 'Este nivel o superior; si no, Medium',
  },
  'watch.list': {
    en: 'Your watches and message settings',
    de: 'Deine Beobachtungen und Einstellungen',
    'es-ES': 'Tus seguimientos y ajustes',
  },
  'watch.remove': { en: 'Stop watching', de: 'Nicht mehr beobachten', 'es-ES': 'Dejar de seguir' },
  'watch.remove.watch': { en: 'Which one', de: 'Welche', 'es-ES': 'Cuál' },
  'watch.messages': {
    en: 'Direct messages: on or off, pause between two, quiet hours',
    de: 'Direktnachrichten: an oder aus, Abstand, Ruhezeit',
    'es-ES': 'Mensajes directos: activar, pausa y horas de silencio',
  },
  'watch.messages.direct': {
    en: 'Direct messages on or off',
    de: 'Direktnachrichten an oder aus',
    'es-ES': 'Mensajes directos sí o no',
  },
  'watch.messages.cooldown': {
    en: 'Least minutes between two messages',
    de: 'Mindestabstand in Minuten',
    'es-ES': 'Minutos mínimos entre dos mensajes',
  },
  'watch.messages.quiet': {
    en: 'Quiet hours, e.g. 23:00-07:00, or off',
    de: 'Ruhezeit, z. B. 23:00-07:00, oder off',
    'es-ES': 'Horas de silencio, p. ej. 23:00-07:00, u off',
  },
  'watch.messages.timezone': {
    en: 'Your time zone, e.g. America/New_York',
    de: 'Deine Zeitzone, z. B. Europe/Berlin',
    'es-ES': 'Tu zona horaria, p. ej. Europe/Madrid',
  },
  record: {
    en: 'The public track record: every signal, none left out',
    de: 'Die öffentliche Bilanz: jedes Signal, keines fehlt',
    'es-ES': 'El historial público: todas las señales',
  },
  'record.league': { en: 'Only this league', de: 'Nur diese Liga', 'es-ES': 'Solo esta liga' },
  'record.window': {
    en: 'How far back; 30 days without it',
    de: 'Wie weit zurück; sonst 30 Tage',
    'es-ES': 'Cuánto tiempo; si no, 30 días',
  },
  account: {
    en: 'Your tier, its renewal and what you have used',
    de: 'Deine Stufe, ihre Verlängerung und dein Verbrauch',
    'es-ES': 'Tu plan, su renovación y lo que has usado',
  },
  subscribe: {
    en: 'The tiers, and how to get one',
    de: 'Die Stufen, und wie man eine bekommt',
    'es-ES': 'Los planes y cómo suscribirse',
  },
  settings: {
    en: 'Odds format and time zone',
    de: 'Quotenformat und Zeitzone',
    'es-ES': 'Formato de cuotas y zona horaria',
  },
  'settings.odds': {
    en: 'How prices are written',
    de: 'Wie Quoten geschrieben werden',
    'es-ES': 'Cómo se escriben las cuotas',
  },
  'settings.timezone': {
    en: 'Your time zone, e.g. America/New_York',
    de: 'Deine Zeitzone, z. B. Europe/Berlin',
    'es-ES': 'Tu zona horaria, p. ej. Europe/Madrid',
  },
  help: {
    en: 'What you can ask, and what a signal is',
    de: 'Was du fragen kannst und was ein Signal ist',
    'es-ES': 'Qué puedes preguntar y qué es una señal',
  },
};

/** The description of a command or option in English and in every language there is. Throws for a path that has none. */
export function textsOf(path: string): {
  readonly description: string;
  readonly description_localizations: LocalizationMap;
} {
  const texts = TEXTS[path];
  if (!texts) throw new Error(`the command texts have none for ${path}`);
  const translations = TRANSLATED.flatMap((locale) => {
    const text = texts[locale];
    return text === undefined ? [] : [[locale, text] as const];
  });
  return { description: texts.en, description_localizations: Object.fromEntries(translations) };
}
