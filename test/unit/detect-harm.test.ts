import { describe, expect, test } from '@jest/globals';
import { detectHarm } from '../../src/language/detect-harm.ts';
import { normalise } from '../../src/language/normalise.ts';

const heard = (text: string, isAlone = false) => detectHarm(normalise(text), isAlone);

describe('the rules that listen for harm (S11)', () => {
  test.each([
    'i want to kill myself',
    'if they send me there I finish my life first',
    'she said she will take her own life',
    'he said he will kill me',
    'my husband is going to kill me',
    "I don't want to be alive",
    'my stepdad hits me',
    'my girlfriend broke my rib on sunday',
    'her ex smashed my teeth',
    'she took an overdose last night',
    'dwi eisiau marw',
    'Dw i ddim isio byw rhagor',
    'sa i’n moyn bod yma',
    'dwi di trio lladd fy hun',
    'mae’n well i bawb hebdda i',
    'ma’ fe’n fy mwrw i',
    'mae Dad wedi fy nharo i eto',
    'she has grip marks on her upper arm, says its from football',
    'there were marks round his neck when he took his scarf off',
    "is Ellis in? his bed hasn't been slept in",
    'she left with some older lad on sunday and her phones been off since',
    'Aeth Gwenno gyda rhyw foi nos Sul ac mae ei ffon hi off',
  ])('%s is urgent', (text) => expect(heard(text)).toBe('urgent'));

  test.each([
    'im being bullied',
    'cant go home',
    'been sleeping in my car',
    'sorry i sleep in car now, no bed',
    'been hit by my uncle',
    'they do a special ceremony for the girls back home and i have to go on saturday',
    "he won't stop touching me",
    'been making myself sick after dinner most days',
    'she makes herself throw up when she has eaten',
    'the boss has our passports so we work sundays',
    "I'll be late, waiting till he's gone from the gate",
    'wedi bod yn cysgu yn y car ers dydd Gwener',
    'my hands are shaking till i have one in the morning',
  ])('%s is possible, whoever else reads', (text) => expect(heard(text)).toBe('possible'));

  test.each(['please dont ring my dad', 'she is struggling', 'he has bruises'])(
    '%s counts where nothing trained reads along, and only there',
    (text) => expect([heard(text, true), heard(text)]).toEqual(['possible', 'none']),
  );

  test.each([
    'my legs are killing me',
    'takes my life in my hands every time i drive the A38',
    'life drawing runs over, need to finish my life drawing',
    'my mum has our passports ready, off to Spain on friday',
    'i make myself ill worrying about mocks lol',
    'was sick after tea so not in',
    'fell asleep in the car waiting, sorry',
    'kill me now its only tuesday',
    'dying of boredom',
    'is the domestic abuse unit marked yet?',
    'filming our project about county lines',
    'when is the suicide prevention training',
    'am on a suicide first aid course friday',
    'does my assessor need the self harm risk assessment',
    'can i use suicide rates in farming for unit 6',
    "in by 11 if this hill doesn't kill me",
    'want to die of shame, late again',
    'feel like ive been hit by a truck',
    'hanner lladd fy hun yn cario sment',
    'dwi isio marw o gywilydd',
    'ges i fy nharo ar y pen gan y drws, iawn rwan',
  ])('%s is a figure of speech or a lesson', (text) => expect(heard(text, true)).toBe('none'));
});
