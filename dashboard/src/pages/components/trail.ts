export const TRAIL = [{ href: "/components", name: "Components" }];

export const LONG_NAME = "Traubensaftschorle naturtrüb Donaudampfschifffahrts 0,75 l";
