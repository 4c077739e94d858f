// Reads a list of WebVTT texts as JSON, answers what the W3C's own parser makes of each.
const parser = process.argv[2];
const { WebVTTParser } = require(parser);
const references = require(parser + "/html-entities.json");
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));

function read(node, voice) {
  if (node.type === "text") return [[voice, node.value]];
  const inner = node.name === "v" ? node.value : voice;
  return (node.children || []).flatMap((child) => read(child, inner));
}

console.log(JSON.stringify(texts.map((text) => {
  const { cues, errors } = new WebVTTParser(references).parse(text);
  return {
    errors: errors.map((error) => `line ${error.line}: ${error.message}`),
    cues: cues.map((cue) => ({ id: cue.id, start: cue.startTime, end: cue.endTime, spans: read(cue.tree, null) })),
  };
})));
