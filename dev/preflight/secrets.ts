/** Settings whose value is nobody's business. */
const SECRET = /(?:KEY|TOKEN|SECRET|PASSWORD|CONNECTION_STRING)$|^AzureWebJobsStorage$|^REDIS_URL$/;
/** Keys that are public, and help to see what is wrong. */
const PUBLIC = ['DISCORD_PUBLIC_KEY'];
/** Shorter ones stand in any text by chance. */
const LEAST = 6;

/** Takes every secret of the settings out of a text, in whatever form it came there. */
export function concealer(values: Readonly<Record<string, string>>): (text: string) => string {
  const secrets = Object.entries(values)
    .filter(([name]) => SECRET.test(name) && !PUBLIC.includes(name))
    .flatMap(([, value]) => [value, ...partsOf(value)])
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length >= LEAST)
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '…'), text);
}

/** The password of an address, the key of a connection string. */
const partsOf = (value: string): readonly string[] => {
  const password = URL.parse(value)?.password ?? '';
  const keys = [...value.matchAll(/(?:AccountKey|SharedAccessSignature)=([^;]+)/g)].flatMap(([, key]) => key ?? []);
  return [password, decoded(password), ...keys];
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
