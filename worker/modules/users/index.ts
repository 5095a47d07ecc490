export { newUserFields, tokensAnswer, userAnswer } from "./inputs.ts";
export { sendEmailConfirmation } from "./jobs.ts";
export { principalQuery } from "./principal.ts";
export { profileRoutes } from "./profile-routes.ts";
export { showUser } from "./present.ts";
export { deviceOf, userRoutes } from "./routes.ts";
export { getUser, newUser, requirePassword, userById } from "./service.ts";
export { claimsFor, openSession, type Device } from "./sessions.ts";
