// The document of a prepared film.
export async function prepared(name) {
  const response = await fetch(`/films/${name}.json`);
  if (!response.ok) throw new Error(`film ${name} was answered with ${response.status}`);
  return response.json();
}
