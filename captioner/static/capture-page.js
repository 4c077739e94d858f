import { Capture } from "./capture.js";
import { given } from "./say.js";

new Capture(given.source);
