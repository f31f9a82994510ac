// From static/js/source/, where the comments are.
const button=document.getElementById('check');
const result=document.getElementById('check-result');
const DAY_SECONDS=86_400;
const FRESH_SECONDS=600;
const FILE_BYTES_MAX=8<<20;
const ANSWER_BYTES_MAX=65_536;
const PARTS=[['form','chain'],['quorum','tip'],['inclusion','members','key'],['recalls'],['signature','disclosures'],['freshness']];
if(button&&result&&globalThis.crypto?.subtle){button.hidden=false;
button.addEventListener('click',onTap);
}
async function onTap(){button.disabled=true;
const{default:words}=await import(document.documentElement.lang.startsWith('zh')?'./words.zh.js':'./words.en.js');
say('busy','',[words.busy]);
try{say(...(await run(words)));
}catch{say('none','',[words.unreachable]);
}
button.disabled=false;
}
function say(outcome,step,sentences){Object.assign(result.dataset,{outcome,step});
result.innerText=sentences.filter(Boolean).join('\n');
const band=document.querySelector?.('.band');
if(outcome!=='broken'||!band||/recall|hold/.test(band.className))return;
band.className='band recall';
band.firstElementChild.innerText=sentences[0];
}
async function ask(url,max=ANSWER_BYTES_MAX){const answer=await fetch(url,{cache:'no-store',credentials:'omit',signal:AbortSignal.timeout?.(8_000)});
if(!answer.ok)throw Error(url);
const reader=answer.body.getReader();
const parts=[];
let length=0;
for(let part=await reader.read();!part.done;part=await reader.read()){parts.push(part.value);
length+=part.value.length;
if(length>max){reader.cancel();
throw Error(url);
}
}
return new Blob(parts);
}
const listIn=(text='')=>text.split(' ').filter(Boolean);
async function run(words){const{evidence,origin,codes,unproved}=button.dataset;
const[checker,answer]=await Promise.all([import('./check.js'),ask(evidence,FILE_BYTES_MAX)]);
const bytes=new Uint8Array(await answer.arrayBuffer());
const anchor=listIn(origin);
const address=addressed(anchor[0]);
const code=checker.goods(address);
const subject=code?.uri??null;
const nowSeconds=Math.floor(Date.now()/1000);
const extraCodes=[address,...listIn(codes)];
const found=await checker.check(bytes,{anchor,subject,nowSeconds,pins:anchor.map(pinOf),extraCodes,maxAgeSeconds:DAY_SECONDS});
if(found.outcome!=='holds'){const{step='chain'}=found;
const done=PARTS.findIndex((steps)=>steps.includes(step));
return['broken',step,[words.broken,words.failed[step],words.steps(done,6,clock(nowSeconds))]];
}
const others=await Promise.all(found.chains.map((chain)=>askOthers(checker,chain,subject)));
if(others.some(({conflict})=>conflict))return['broken','quorum',[words.broken,words.conflict]];
found.chains.forEach(pin);
return['holds','',sentencesOf(words,found,others,code,Number(unproved)||0,nowSeconds)];
}
function addressed(origin){const path=location.pathname.slice('/t'.length);
const home=path.startsWith('/x/')?origin.split('/')[0]:'id.gs1.org';
return(path?`https://${home}${path}${location.search}`:new URLSearchParams(location.search).get('id'))??'';
}
const placeOf=(origin)=>`furlong ${origin.split('/')[0]}`;
function pinOf(origin){try{return JSON.parse(localStorage.getItem(placeOf(origin)));
}catch{return null;
}
}
function pin({origin,epoch,size,root}){try{localStorage.setItem(placeOf(origin),JSON.stringify({origin,epoch,size,root}));
}catch{}
}
async function askOthers(checker,chain,subject){const hosts=chain.validators.map(({host})=>new URL(`https://${host}`).host);
const foreign=hosts.filter((host)=>host!==location.host);
const chosen=foreign.sort(()=>Math.random()-0.5).slice(0,hosts[1]?2:0);
const answers=await Promise.all(chosen.map((host)=>askOther(checker,chain,subject,`https://${host}`).catch(()=>({}))));
const confirmed=answers.filter((answer)=>answer.isGood).length;
return{asked:chosen.length,confirmed,isGenuine:confirmed>=(foreign.length<hosts.length?1:2),conflict:answers.some((answer)=>answer.conflict),newer:answers.some((answer)=>answer.asOf>chain.asOf+FRESH_SECONDS),leftOut:Math.max(0,...answers.map(({count})=>count||0))-chain.leaves.filter((leaf)=>leaf.isAbout).length,};
}
async function askOther({readCheckpoint},{origin,validators,size,root},subject,host){const heads=subject&&ask(`${host}/api/v1/heads/${encodeURIComponent(subject)}?size=${size}`).then((answer)=>answer.text()).then(JSON.parse).catch(()=>null);
const theirs=await readCheckpoint(await(await ask(`${host}/log/checkpoint.json`)).text(),origin,validators);
if(!theirs)return{};
const conflict=theirs.size===size&&theirs.root!==root;
return{...theirs,conflict,isGood:theirs.size>=size,count:(await heads)?.count};
}
function clock(seconds){const time=new Date(seconds*1000);
const today=time.toDateString()===new Date().toDateString();
const day=today?{}:{day:'numeric',month:'short'};
return time.toLocaleString(document.documentElement.lang,{...day,hour:'2-digit',minute:'2-digit',hourCycle:'h23'});
}
const sum=(list,of)=>list.reduce((total,item)=>total+of(item),0);
function sentencesOf(words,found,others,code,unproved,nowSeconds){const leaves=found.chains.flatMap((chain)=>chain.leaves);
const disputed=leaves.filter((leaf)=>leaf.disputed).length;
const leftOut=sum(others,(chain)=>Math.max(0,chain.leftOut));
const unchecked=sum(found.chains,(chain)=>chain.unchecked);
const asked=sum(others,(chain)=>chain.asked);
const isEarly=found.asOf>nowSeconds+FRESH_SECONDS;
return[recallSentence(words,found,code,isEarly),others.every((chain)=>chain.isGenuine)?words.genuine(leaves.length,unproved):words.oneSite,unproved>0&&words.unproved(unproved),asked?words.others(asked,sum(others,(chain)=>chain.confirmed)):words.alone,leftOut>0&&words.leftOut(leftOut),others.some((chain)=>chain.newer)&&words.newer,disputed>0&&words.disputed(disputed),unchecked>0&&words.unchecked(unchecked),isEarly&&words.clock,words.steps(isEarly?5:6,6,clock(nowSeconds)),];
}
function recallSentence(words,{chains,ageSeconds,asOf},code,isEarly){const own=[...(code?.wider??[]),code?.uri];
const recalled=chains.flatMap((chain)=>chain.recalled);
const states=recalled.filter((word)=>own.includes(word.code)).map((word)=>word.state);
const time=clock(asOf);
if(states.includes('recalled'))return words.recalled(time);
if(states.length)return words.hold(time);
if(recalled.length)return words.recalledElsewhere(time);
if(!code)return'';
if(isEarly||ageSeconds>FRESH_SECONDS)return words.noRecallAsOf(time);
return words.noRecall(Math.min(...chains.map((chain)=>chain.confirmedBy)),time);
}
