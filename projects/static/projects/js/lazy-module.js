// Modules that are loaded when they are needed: a request that is lost does not take a part of the page away for good.

const WAITS = [300, 1000, 3000]; // ms before the next try
const RELATIVE_IMPORTS = /(?:\bfrom|\bimport)\s*"(\.[^"]+)"/g;
const loaded = new Map(); // promises, by address
const modules = new Map(); // those that are here
const eager = new Set([...document.querySelectorAll("link[rel=modulepreload]")].map(({ href }) => href)); // came with the page
const fetched = new Map(); // promises of what each module imports, by address

/** The module at `address` (from `import.meta.resolve`). Tries four times in all, then throws what the last try threw. */
export function loadModule(address) {
  if (!loaded.has(address)) loaded.set(address, tryToLoad(address));
  return loaded.get(address);
}

/** The module at `address` if it is here already. */
export const loadedModule = (address) => modules.get(address);

async function tryToLoad(address) {
  for (const wait of [...WAITS, null]) {
    try {
      modules.set(address, await load(address));
      return modules.get(address);
    } catch (error) {
      if (wait === null) {
        loaded.delete(address); // whoever asks again, asks the network again
        throw error;
      }
      console.warn(`${address} was not loaded; trying again in ${wait} ms.`, error);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** Firefox never asks again for a module whose import has failed: it is imported when all of it is in the browser's cache. */
async function load(address) {
  await fetchAll(address, new Set());
  return import(address);
}

async function fetchAll(address, seen) {
  if (seen.has(address)) return;
  seen.add(address);
  const imports = await importsOf(address);
  await Promise.all(imports.map((each) => fetchAll(each, seen)));
}

/** The addresses that a module imports. Whatever needs it, it is fetched once; what the page brought along is not fetched at all. */
function importsOf(address) {
  if (eager.has(address)) return [];
  if (!fetched.has(address)) fetched.set(address, fetchImports(address));
  return fetched.get(address);
}

async function fetchImports(address) {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} was answered with ${response.status}`);
    const source = await response.text();
    return [...source.matchAll(RELATIVE_IMPORTS)].map(([, name]) => new URL(name, address).href);
  } catch (error) {
    fetched.delete(address);
    throw error;
  }
}
