// The public verifier of AG-UI over whole runs: standard input has a JSON list of runs, each a list of events. Prints the complaints.
import { verifyEvents } from "@ag-ui/client";
import { readFileSync } from "node:fs";
import { from, lastValueFrom } from "rxjs";

const { EventSchemas } = await import("@ag-ui/core/schemas").catch(() => import("@ag-ui/core")); // since and before 1.0
const complaints = [];
for (const [number, events] of JSON.parse(readFileSync(0, "utf8")).entries()) {
  try {
    const parsed = events.map((event) => EventSchemas.parse(event));
    await lastValueFrom(from(parsed).pipe(verifyEvents()));
  } catch (problem) {
    complaints.push(`run ${number}: ${problem}`);
  }
}
console.log(JSON.stringify(complaints));
