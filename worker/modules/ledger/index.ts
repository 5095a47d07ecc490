export { accountBalance } from "./balance.ts";
export { account, post, postingRows, type Posting } from "./postings.ts";
