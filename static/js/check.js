// From static/js/source/, where the comments are.
class Broken extends Error{constructor(text,at=''){super(text);
this.at=at;
}
}
function must(holds,text,at){if(!holds)throw new Broken(text,at);
}
function within(at,read){try{return read();
}catch(error){if(error instanceof Broken)error.at=at+error.at;
throw error;
}
}
async function placed(at,work){try{return await work();
}catch(error){if(error instanceof Broken)error.at=at+error.at;
throw error;
}
}
const each=(list,at,read)=>
list.map((item,index)=>within(`${at}/${index}`,()=>read(item,index)));
const utf8=new TextEncoder();
const bytesOf=(text)=>utf8.encode(text);
function textOf(bytes){try{return new TextDecoder('utf-8',{fatal:true,ignoreBOM:true}).decode(bytes);
}catch{must(false,'this is not Unicode');
}
}
function encode(bytes){let binary='';
for(const byte of bytes)binary+=String.fromCharCode(byte);
return btoa(binary).replace(/\+/g,'-').replace(/\//g,'_').replace(/=/g,'');
}
function decode(text){if(!/^[\w-]*$/.test(text)||text.length%4===1)return undefined;
const bytes=Uint8Array.from(atob(text.replace(/-/g,'+').replace(/_/g,'/')),(character)=>character.charCodeAt(0));
return encode(bytes)===text?bytes:undefined;
}
const isCoded=(value,length)=>typeof value==='string'&&decode(value)?.length===length;
const hex=(bytes)=>Array.from(bytes,(byte)=>byte.toString(16).padStart(2,'0')).join('');
async function sha256(...parts){const whole=new Uint8Array(parts.reduce((length,part)=>length+part.length,0));
let from=0;
for(const part of parts){whole.set(part,from);
from+=part.length;
}
return new Uint8Array(await crypto.subtle.digest('SHA-256',whole));
}
function isBefore(left,right){const[a,b]=[bytesOf(left),bytesOf(right)];
const at=a.findIndex((byte,index)=>byte!==b[index]);
return at<0?a.length<b.length:at<b.length&&a[at]<b[at];
}
function isRising(items,key){const before=(left,right)=>(typeof left==='string'?isBefore(left,right):left<right);
return items.every((item,index)=>index===0||before(key(items[index-1]),key(item)));
}
const byIss=({iss})=>iss;
class Num{constructor(text){this.text=text;
}
get whole(){const value=Number(this.text);
return/^\d+$/.test(this.text)&&Number.isSafeInteger(value)?value:undefined;
}
get exact(){const unsigned=this.text.replace(/^-/,'');
if(/^\d+$/.test(unsigned))return Number.isSafeInteger(Number(unsigned));
const[mantissa,exponent=0]=unsigned.toLowerCase().split('e');
const digits=mantissa.replace('.','');
const first=digits.search(/[1-9]/);
const place=Number(exponent)+mantissa.split('.')[0].length-1-first;
return first<0||(!/[1-9]/.test(digits.slice(first+17))&&Math.abs(place)<=300);
}
}
const TOKEN=/[ \t\n\r]*([[\]{},:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)?/y;
const WORDS={true:true,false:false,null:null};
class Reader{constructor(text,depth){this.text=text;
this.depth=depth;
this.from=0;
}
next(){TOKEN.lastIndex=this.from;
const[whole,token='']=TOKEN.exec(this.text);
this.from+=whole.length;
return token;
}
string(token){must(token[0]==='"','this is not JSON');
const value=JSON.parse(token);
must(!/\p{Surrogate}/u.test(value),'this is not Unicode');
return value;
}
value(token){if(token==='{'||token==='['){must(this.depth>0,'this is too deep');
this.depth-=1;
const value=token==='{'?this.object():this.list();
this.depth+=1;
return value;
}
if(token[0]==='"')return this.string(token);
if(token in WORDS)return WORDS[token];
must(/^[-\d]/.test(token),'this is not JSON');
return new Num(token);
}
list(){const items=[];
let token=this.next();
if(token===']')return items;
for(;;){items.push(this.value(token));
token=this.next();
if(token===']')return items;
must(token===',','this is not JSON');
token=this.next();
}
}
object(){const members=new Map();
let token=this.next();
if(token==='}')return members;
for(;;){const name=this.string(token);
must(!members.has(name),'a member stands twice');
must(this.next()===':','this is not JSON');
members.set(name,this.value(this.next()));
token=this.next();
if(token==='}')return members;
must(token===',','this is not JSON');
token=this.next();
}
}
}
function parse(text,depth){const reader=new Reader(text,depth);
const value=reader.value(reader.next());
must(reader.next()===''&&reader.from===text.length,'this is not JSON');
return value;
}
function write(value){if(value instanceof Num)return value.text;
if(Array.isArray(value))return`[${value.map(write).join()}]`;
if(!(value instanceof Map))return JSON.stringify(value);
return`{${Array.from(value, ([name, below]) => `${JSON.stringify(name)}:${write(below)}`).join()}}`;
}
function parseExact(text,depth){const value=parse(text,depth);
must(write(value)===text,'this is not in its one spelling');
return value;
}
const numbersPass=(value,pass)=>{if(value instanceof Num)return pass(value);
if(Array.isArray(value))return value.every((item)=>numbersPass(item,pass));
return!(value instanceof Map)||[...value.values()].every((item)=>numbersPass(item,pass));
};
const text=(value)=>{must(typeof value==='string','a text is needed here');
return value;
};
const whole=(value)=>{must(value instanceof Num&&value.whole!==undefined,'a whole number is needed here');
return value.whole;
};
const maybe=(shape)=>(value)=>(value===null?null:shape(value));
const oneOf=(...words)=>(value)=>{must(words.includes(value),`one of ${words.join()} is needed here`);
return value;
};
const list=(shape,max=65_535)=>(value)=>{must(Array.isArray(value)&&value.length<=max,`a list of at most ${max} is needed here`);
return each(value,'',(item)=>shape(item));
};
const shape=(members)=>(value)=>{const names=Object.keys(members);
must(value instanceof Map&&[...value.keys()].join()===names.join(),`${names.join()} are needed here`);
return Object.fromEntries(names.map((name)=>[name,within(`/${name}`,()=>members[name](value.get(name)))]));
};
const P=0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B=0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const N=0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const Q=2n**255n-19n;
const D=0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;
const Y8=0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
const number=(bytes)=>BigInt(`0x${hex(bytes)}`);
function power(base,exponent,modulus){let result=1n;
for(;exponent;exponent>>=1n){if(exponent&1n)result=result*base%modulus;
base=base*base%modulus;
}
return result;
}
function onP256(x,y){return x<P&&y<P&&(x*x*x-3n*x+B-y*y)%P===0n;
}
const yOf=(bytes)=>BigInt.asUintN(255,number(bytes.slice().reverse()))%Q;
const isSmall=(bytes)=>[0n,1n,Q-1n,Y8,Q-Y8].includes(yOf(bytes));
function onEd25519(bytes){if(isSmall(bytes))return false;
const y=yOf(bytes);
const u=y*y-1n+Q;
const v=D*y*y+1n;
return power(u*v%Q,(Q-1n)/2n,Q)<=1n;
}
function jwk(value){const names=value instanceof Map?[...value.keys()].join():'';
const[crv,kty]=names?[value.get('crv'),value.get('kty')]:[];
const isP256=names==='crv,kty,x,y'&&crv==='P-256'&&kty==='EC'&&isCoded(value.get('y'),32);
const isEd25519=names==='crv,kty,x'&&crv==='Ed25519'&&kty==='OKP';
must((isP256||isEd25519)&&isCoded(value.get('x'),32),'a key is needed here');
return Object.fromEntries(value);
}
const isP256=(key)=>key.kty==='EC';
function mustBePoint(key){const x=decode(key.x);
const holds=isP256(key)?onP256(number(x),number(decode(key.y))):onEd25519(x);
must(holds,'a key is not a point of its curve');
}
const thumbprint=async(key)=>encode(await sha256(bytesOf(JSON.stringify(key))));
function isLowS(signature){if(signature?.length!==64)return false;
const[r,s]=[number(signature.slice(0,32)),number(signature.slice(32))];
return 0n<r&&r<N&&0n<s&&s<=N/2n;
}
let ed25519;
const hasEd25519=()=>{ed25519??=imported({kty:'OKP',x:'WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY'}).then(()=>true,()=>false);
return ed25519;
};
const ECDSA={name:'ECDSA',namedCurve:'P-256',hash:'SHA-256'};
const algorithm=(key)=>(isP256(key)?ECDSA:{name:'Ed25519'});
function imported(key){const{subtle}=crypto;
if(isP256(key))return subtle.importKey('jwk',{kty:'EC',crv:'P-256',x:key.x,y:key.y},ECDSA,false,['verify']);
return subtle.importKey('raw',decode(key.x),algorithm(key),false,['verify']);
}
async function verifies(key,message,signature){if(isP256(key)&&!isLowS(signature))return false;
if(!isP256(key)&&!(await hasEd25519()))return undefined;
if(!isP256(key)&&isSmall(signature.slice(0,32)))return false;
try{return await crypto.subtle.verify(algorithm(key),await imported(key),signature,bytesOf(message));
}catch{return false;
}
}
const URI_BYTES_MAX=1024;
const PROGRAMS=/^(?:javascript|vbscript|data|blob|file)$/;
const isPrintable=(text)=>!/[\0- \x7f]/.test(text)&&!/[\p{Cc}\p{White_Space}\xad\u{e000}-\u{f8ff}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{fe00}-\u{fe0f}\u{feff}\u{fff0}-\u{ffff}\u{e0000}-\u{e0fff}\u{f0000}-\u{10ffff}]/u.test(text);
const percentEncode=(text)=>
encodeURIComponent(text).replace(/[!'()*]/g,(character)=>`%${character.charCodeAt(0).toString(16).toUpperCase()}`);
function percentDecode(text){try{return decodeURIComponent(text);
}catch{return undefined;
}
}
function split(text){if(bytesOf(text).length>URI_BYTES_MAX||!isPrintable(text)||/["<>\\^`{|}]/.test(text))return undefined;
const[,scheme,rest]=/^([a-z][a-z\d+.-]*):(.*)$/i.exec(text)??[];
if(scheme===undefined||PROGRAMS.test(scheme.toLowerCase()))return undefined;
const[,authority,path,query,fragment]=/^(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(rest);
const isWeb=/^https?$/i.test(scheme);
if(isWeb?!authority:authority===undefined&&!path)return undefined;
return{scheme:scheme.toLowerCase(),authority,path,query,fragment,isWeb};
}
function normalise(text){const parts=split(text);
if(!parts)return undefined;
const{scheme,isWeb}=parts;
const[authority,query,fragment]=[normalAuthority(parts.authority,scheme),normalText(parts.query),normalText(parts.fragment)];
let path=normalText(parts.path);
if([authority,query,fragment,path].includes(undefined))return undefined;
if(scheme==='urn')path=path.replace(/^[^:]*:/,(space)=>space.toLowerCase());
else if(authority!==null)path=withoutDots(path);
const uri=[`${scheme}:`,authority===null?'':`//${authority}`,path||(isWeb?'/':''),query===null?'':`?${query}`,fragment===null?'':`#${fragment}`].join('');
return uri.length>URI_BYTES_MAX?undefined:uri;
}
function normalText(text){if(text===undefined)return null;
if(/%(?![\da-f]{2})/i.test(text))return undefined;
return text
.replace(/[[\]#]|[^\0-\x7f]/gu,(character)=>encodeURIComponent(character))
.replace(/%../g,(triplet)=>{const plain=String.fromCharCode(parseInt(triplet.slice(1),16));
return/[\w.~-]/.test(plain)?plain:triplet.toUpperCase();
});
}
function normalAuthority(authority,scheme){if(authority===undefined)return null;
if(/[^\0-\x7f]/.test(authority))return undefined;
const[,user,hostAndPort]=/^(?:(.*)@)?([^@]*)$/.exec(authority);
const colon=hostAndPort.endsWith(']')?-1:hostAndPort.lastIndexOf(':');
const[host,port]=colon<0?[hostAndPort]:[hostAndPort.slice(0,colon),hostAndPort.slice(colon+1)];
const name=/^\[[\w.~!$&'()*+,;=:-]+\]$/.test(host)?host.toLowerCase():normalHost(host);
const account=normalText(user);
if(name===undefined||account===undefined||/\D/.test(port??''))return undefined;
if(!name&&(user!==undefined||port!==undefined||scheme.startsWith('http')))return undefined;
const own={http:'80',https:'443'}[scheme];
return`${account === null ? '' : `${account}@`}${name}${port && port !== own ? `:${port}` : ''}`;
}
function normalHost(host){const plain=normalText(host.toLowerCase());
if(plain===undefined||/[:@[\]]|%5B|%5D/.test(plain))return undefined;
return plain.replace(/%..|[A-Z]/g,(found)=>(found[0]==='%'?found:found.toLowerCase()));
}
function withoutDots(path){const kept=[];
const segments=path.split('/').slice(1);
segments.forEach((segment,index)=>{if(segment==='..')kept.pop();
if(!/^\.\.?$/.test(segment))kept.push(segment);
else if(index===segments.length-1)kept.push('');
});
return kept.map((segment)=>`/${segment}`).join('');
}
const HOME='https://id.gs1.org';
const QUALIFIERS={'00':{},'01':{22:1,10:2,21:3,235:1},414:{254:1,7040:1},417:{7040:1},};
const LONG={sscc:'00',gtin:'01'};
const LONG_QUALIFIERS={cpv:'22',lot:'10',ser:'21'};
const DIGITS_MIN={'00':17,'01':8,414:12,417:12};
const has=(object,name)=>Object.hasOwn(object,name);
function checkDigit(digits){const sum=Array.from(digits).reverse().reduce((total,digit,index)=>total+digit*(index%2?1:3),0);
return String((10-(sum%10))%10);
}
const isKey=(text,length)=>
text.length===length&&/^\d+$/.test(text)&&checkDigit(text.slice(0,-1))===text.slice(-1);
const isValue=(text,max)=>text!==undefined&&text.length<=max&&/^[!"%-?A-Z_a-z]+$/.test(text);
const isText=(text,max=20)=>isValue(text,max)&&!/^\.\.?$/.test(text);
function isDate(text){const[,year,month,day]=/^(\d\d)(\d\d)(\d\d)$/.exec(text)??[];
return month>=1&&month<=12&&day<=new Date(Date.UTC(2000+Number(year),month,0)).getUTCDate();
}
function goodsOf(gtin,{lot,serial,useBy,bestBefore}={}){const product=`${HOME}/01/${gtin}`;
const[uri,...wider]=[serial&&`${product}/21/${percentEncode(serial)}`,lot&&`${product}/10/${percentEncode(lot)}`,useBy&&`${product}?17=${useBy}`,bestBefore&&`${product}?15=${bestBefore}`,product,].filter(Boolean);
return{gtin,uri,wider};
}
const unitOf=(sscc)=>({uri:`${HOME}/00/${sscc}`,wider:[]});
function goods(text){const first=recognise(text);
if(first!==OTHER)return first;
const uri=normalise(text);
const second=uri===undefined||uri===text?OTHER:recognise(uri);
return second===OTHER?undefined:second;
}
const isCode=(text)=>goods(text)?.uri===text;
const OTHER=Symbol('other');
function recognise(text){if(/^urn:epc:/i.test(text))return urn(text.slice(8));
const parts=split(text);
if(!parts)return undefined;
if(!parts.isWeb)return OTHER;
const segments=parts.path.split('/').slice(1);
if(segments.at(-1)==='')segments.pop();
const link=digitalLink(parts,segments);
return link===OTHER?house(parts.authority,segments):link;
}
function findKey(segments,authority){const keyAt=(index)=>{const name=has(LONG,segments[index])?LONG[segments[index]]:segments[index];
return has(QUALIFIERS,name)?{name,value:segments[index+1]??'',rest:segments.slice(index+2)}:undefined;
};
for(let index=segments.length-1;index>=0;index-=1){const key=keyAt(index);
if(key&&key.value.length>=DIGITS_MIN[key.name]&&/^\d+$/.test(key.value))return key;
}
return segments.length&&authority.toLowerCase()==='id.gs1.org'?keyAt(0):undefined;
}
function digitalLink({authority,query},segments){const key=findKey(segments,authority);
if(!key)return OTHER;
if(!/^[\da-z.:-]+$/i.test(authority))return undefined;
const found=qualifiers(key);
if(!found||!readQuery(key,found,query??''))return undefined;
const value=percentDecode(key.value)??'';
if(key.name==='00')return isKey(value,18)?unitOf(value):undefined;
if(key.name!=='01'||!isKey(value,14)||found.thirdParty)return undefined;
return goodsOf(value,found);
}
function qualifiers({name:key,rest}){const found={};
let before=0;
for(let index=0;index<rest.length;index+=2){const name=has(LONG_QUALIFIERS,rest[index])?LONG_QUALIFIERS[rest[index]]:rest[index];
const value=rest[index+1]===undefined?undefined:percentDecode(rest[index+1]);
if(value===undefined||!has(QUALIFIERS[key],name)||QUALIFIERS[key][name]<=before)return undefined;
before=name==='235'?Infinity:QUALIFIERS[key][name];
if(name==='235')found.thirdParty=isText(value,28);
if(name==='10')found.lot=value;
if(name==='21')found.serial=value;
const fits={22:isValue(value,20),7040:isValue(value,20),235:isText(value,28)}[name]??isText(value);
if(!fits)return undefined;
}
return found;
}
function readQuery({name:key},found,query){const seen=new Set([key]);
for(const item of query.split('&')){const[name,...after]=item.split('=');
if(!/^\d{2,4}$/.test(name))continue;
const inPath=has(QUALIFIERS[key],name)&&!(name==='10'&&found.thirdParty);
if(seen.has(name)||inPath)return false;
seen.add(name);
const value=percentDecode(after.join('=').replace(/\+/g,' '));
if(name==='17'||name==='15'?!isDate(value??''):!isValue(value,90))return false;
if(name==='17')found.useBy=value;
if(name==='15')found.bestBefore=value;
}
return true;
}
function urn(body){const[,kind,scheme,fields]=/^([^:]*):([^:]*):(.*)$/su.exec(body)??[];
const[prefix,item,...tail]=(fields??'').split('.');
switch(`${kind}:${scheme}`){case'id:sgtin':
case'class:lgtin':{const[gtin,value]=[gtinOf(prefix,item),tail.length?unescapeUrn(tail.join('.')):undefined];
if(!gtin||!isText(value))return undefined;
return goodsOf(gtin,kind==='id'?{serial:value}:{lot:value});
}
case'idpat:sgtin':{const gtin=tail.join('.')==='*'&&gtinOf(prefix,item);
return gtin?goodsOf(gtin):undefined;
}
case'id:sscc':
if(tail.length||!areParts(prefix,item,17))return undefined;
return unitOf(withCheckDigit(item[0]+prefix+item.slice(1)));
default:
return undefined;
}
}
const withCheckDigit=(digits)=>digits+checkDigit(digits);
const areParts=(prefix,item,total)=>
/^\d{6,12}$/.test(prefix)&&/^\d+$/.test(item)&&prefix.length+item.length===total;
const gtinOf=(prefix,item)=>
areParts(prefix,item,13)?withCheckDigit(item[0]+prefix+item.slice(1)):undefined;
const unescapeUrn=(text)=>(/["&/<>?]/.test(text)?undefined:percentDecode(text));
function house(authority,segments){const[x,party,kind,code]=segments;
const chain=authority.toLowerCase();
const looks=segments.length===4&&x==='x'&&/^(?:lot|bin|tank|group|animal)$/.test(kind)&&/^[a-z\d.-]{1,63}$/i.test(authority);
if(!looks)return OTHER;
const[owner,name]=[percentDecode(party),percentDecode(code)];
return isParty(owner)&&isHouseCode(kind,name)
?{uri:`https://${chain}/x/${owner}/${kind}/${percentEncode(name)}`,wider:[]}
:undefined;
}
const isParty=(text)=>text!==undefined&&/^[\w.~-]{1,64}$/.test(text)&&!/^\.\.?$/.test(text);
function isHouseCode(kind,code){if(code===undefined||!/^.{1,64}$/su.test(code)||/^\.\.?$|^ | $| {2}/.test(code))return false;
return isPrintable(code.replaceAll(' ',''))&&(kind!=='animal'||/^(?:[A-Z]{2}|\d{3})./su.test(code));
}
function addCode(text,found){const code=goods(text);
for(const uri of code?[...code.wider,code.uri]:[])found.add(uri);
}
const LISTS=['epcList','childEPCs','inputEPCList','outputEPCList','parentID','quantityList','childQuantityList','inputQuantityList','outputQuantityList'];
const MADE=['epcList','quantityList','outputEPCList','outputQuantityList'];
const DATES={itemExpirationDate:'17',bestBeforeDate:'15'};
const dateNamed=(name)=>{const bare=name.split(/[:/#]/).at(-1);
return has(DATES,bare)?DATES[bare]:undefined;
};
const isString=(value)=>typeof value==='string';
function texts(epcis,name){const value=epcis.get(name);
const items=Array.isArray(value)?value:[];
const inList=items.map((item)=>(item instanceof Map&&item.has('epcClass')?item.get('epcClass'):item));
return[value,...inList].filter(isString);
}
const named=(epcis)=>LISTS.flatMap((name)=>texts(epcis,name));
function addDerived(epcis,found){for(const text of named(epcis))addCode(text,found);
const ilmd=epcis.get('ilmd');
const made=MADE.flatMap((name)=>texts(epcis,name)).map((text)=>goods(text)?.gtin).filter(Boolean);
for(const[name,value]of ilmd instanceof Map?ilmd:[]){const ai=dateNamed(name);
const text=value instanceof Map?value.get('@value'):value;
const date=isString(text)&&/^\d\d(\d\d)-(\d\d)-(\d\d)/.exec(text);
if(!date||!ai)continue;
for(const gtin of made)addCode(`${HOME}/01/${gtin}?${ai}=${date.slice(1).join('')}`,found);
}
}
const QUANTITIES=['quantityList','childQuantityList','inputQuantityList','outputQuantityList'];
const SITES=['readPoint','bizLocation'];
const CLEAR=new Set([...QUANTITIES,...SITES,'@context','action','bizStep','childEPCs','disposition','epcList','errorDeclaration','eventID','eventTime','eventTimeZoneOffset','ilmd','inputEPCList','outputEPCList','parentID','transformationID','type']);
const RESERVED=['_sd','_sd_alg','...'];
const DIGESTS_MAX=64;
function spotBelow(spot,name){if(spot!=='event')return'elsewhere';
if(QUANTITIES.includes(name))return'quantities';
if(SITES.includes(name))return'site';
if(name==='ilmd')return'ilmd';
return name.includes(':')?'extension':'elsewhere';
}
const hides={event:(name)=>!CLEAR.has(name),ilmd:(name)=>!dateNamed(name),extension:()=>true,quantity:(name)=>name==='quantity'||name==='uom',site:(name)=>name==='id',};
function digestsOf(body,spot){const found=new Map();
let extensions=0;
const list=(members,digests,place)=>{must(place in hides,'no digest may stand here');
if(place==='extension')extensions+=1;
must(extensions<=1,'no digest may stand here');
must(Array.isArray(digests)&&digests.length>0,'_sd is a list of digests');
for(const digest of digests){must(isCoded(digest,32),'_sd is a list of digests');
must(!found.has(digest),'a digest stands twice');
found.set(digest,{spot:place,members});
must(found.size<=DIGESTS_MAX,'there are more than 64 digests');
}
};
const walk=(value,place)=>{if(Array.isArray(value)){for(const item of value)walk(item,place==='quantities'?'quantity':'elsewhere');
}else if(value instanceof Map){for(const[name,member]of value){must(name!=='...'&&name!=='_sd_alg',`no member can be named ${name}`);
if(name==='_sd')list(value,member,place);
else walk(member,spotBelow(place,name));
}
}
};
walk(body,spot);
return found;
}
const namesPass=(value)=>{if(Array.isArray(value))return value.every(namesPass);
return!(value instanceof Map)||[...value].every(([name,member])=>!RESERVED.includes(name)&&namesPass(member));
};
function readDisclosure(text){must(text.length<=47_000,'a disclosure is too long');
const bytes=decode(text);
must(bytes,'a disclosure is base64url');
const list=parse(textOf(bytes),16);
must(Array.isArray(list)&&list.length===3,'a disclosure is a list of salt, name and value');
const[salt,name,value]=list;
must(typeof salt==='string'&&decode(salt)?.length>=16,'a salt is 16 bytes or more');
must(typeof name==='string'&&!RESERVED.includes(name),'a name is not one that can be disclosed');
must(namesPass(value),'a disclosure holds digests of its own');
must(numbersPass(value,(number)=>number.exact),'a number is not the same for every reader');
return{text,name,value};
}
async function open(epcis,disclosures){const digests=digestsOf(epcis,'event');
for(const{text,name,value}of disclosures){const digest=encode(await sha256(bytesOf(text)));
const place=digests.get(digest);
must(place,'no digest stands for a disclosure');
digests.delete(digest);
must(hides[place.spot](name),`"${name}" cannot be disclosed at that place`);
must(!place.members.has(name),`"${name}" stands there already`);
place.members.set(name,value);
}
}
const STATEMENT_MAX=47_000;
const VOUCHED_MAX=65_535;
const MEMBER={event:'epcis',vouched:'vouched',governance:'gov',recall:'recall',access:'access'};
const HEADER=/^\{"alg":"ES256","typ":"dc\+sd-jwt","kid":"([\w-]{43})"\}$/;
const JTI=/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const LABEL='[a-z\\d](?:[a-z\\d-]*[a-z\\d])?';
const NAME=new RegExp(`^(?=.{1,63}$)${LABEL}(?:\\.${LABEL})*$`);
const isChainName=(text)=>NAME.test(text);
function org(value){const[,gln]=/^https:\/\/id\.gs1\.org\/417\/(.*)$/s.exec(value)??[];
const[,chain,sponsor]=/^https:\/\/([^/]+)\/party\/(\d{13})\/[1-9]\d{0,8}$/.exec(value)??[];
const holds=gln!==undefined?isKey(gln,13):chain&&isChainName(chain)&&isKey(sponsor,13);
must(typeof value==='string'&&holds,'an organisation is needed here');
return value;
}
function readStatement(jws,origin){const statement=readOne(jws,origin);
return statement.vct==='vouched'?{...statement,orig:within('/vouched',()=>readOrig(statement,origin))}:statement;
}
function readOne(jws,origin){must(jws.length<=VOUCHED_MAX,'S1: a statement is too long');
const parts=jws.split('.');
const[header,payload,signature]=parts.map(decode);
must(parts.length===3&&header?.length&&payload?.length&&signature?.length,'S2: a statement is three parts of base64url');
const kid=HEADER.exec(String.fromCharCode(...header.subarray(0,128)))?.[1];
must(isCoded(kid,32),'S3: the header is exactly alg, typ and kid');
must(isLowS(signature),'S4: a signature is 64 bytes, low-S');
const claims=parse(textOf(payload),16);
must(claims instanceof Map,'S5: the payload is an object');
must(numbersPass(claims,(number)=>number.exact),'S6: a number is not the same for every reader');
const{vct,body}=checkClaims(claims,origin);
must(jws.length<=STATEMENT_MAX||vct==='vouched','S1: a statement is too long');
return{kid,iss:claims.get('iss'),jti:claims.get('jti'),vct,body,signature,input:parts.slice(0,2).join('.')};
}
function checkClaims(claims,origin){const vct=claims.get('vct');
must(typeof vct==='string'&&Object.hasOwn(MEMBER,vct),'S12: vct is unknown');
const needed=['iss','aud','jti','iat','vct',MEMBER[vct]];
must(needed.every((name)=>claims.has(name)),'S7: a claim is missing');
must([...claims.keys()].every((name)=>[...needed,'_sd_alg','corrects'].includes(name)),'S7: a claim is unknown');
org(claims.get('iss'));
must(claims.get('aud')===origin,'S9: aud is another chain');
for(const name of['jti','corrects'].filter((id)=>claims.has(id))){const id=claims.get(name);
must(typeof id==='string'&&JTI.test(id),'S10: an id is a lower-case UUID of version 7');
}
const iat=claims.get('iat');
must(iat instanceof Num&&iat.whole!==undefined,'S11: iat is whole seconds');
const body=claims.get(MEMBER[vct]);
must(body instanceof Map,'S12: the body is an object');
const concealed=digestsOf(body,vct==='event'?'event':'elsewhere').size>0;
must(claims.get('_sd_alg')===(concealed?'sha-256':undefined),'S13: _sd_alg does not fit');
must(!claims.has('corrects')||vct==='event'||vct==='vouched','S15: only an event corrects another');
return{vct,body};
}
function readOrig({iss,jti,body},origin){const[jws,reason]=[body.get('orig'),body.get('reason')];
must(body.size===2&&typeof jws==='string'&&typeof reason==='string','S16: vouched has orig and reason');
must(/^.{1,500}$/su.test(reason),'S16: a reason has 1 to 500 characters');
const orig=readOne(jws,origin);
must(orig.vct==='event','S16: orig is no event');
must(orig.iss===iss,'S16: orig is of another organisation');
must(orig.jti!==jti,'S16: orig has the same id');
return orig;
}
const coded=(length)=>(value)=>{must(isCoded(value,length),'base64url is needed here');
return value;
};
const hash=coded(32);
const signature=coded(64);
const timed=maybe(shape({time:whole,sig:signature}));
const CHECKPOINT=shape({size:whole,root:hash,log:list(shape({iss:org,sig:signature}),21),cosigs:list(shape({iss:org,ed25519:timed,p256:timed}),21),});
function checkForm({size,log,cosigs}){must(size>0,'the tree is empty');
must(isRising(log,byIss)&&isRising(cosigs,byIss),'a list is not sorted, or repeats');
must(cosigs.every(({ed25519,p256})=>ed25519??p256),'a cosignature is empty');
must(cosigs.every(({p256})=>!p256||isLowS(decode(p256.sig))),'a signature is not low-S');
}
const quorum=(validators)=>Math.floor((2*validators)/3)+1;
async function believe(checkpoint,origin,validators){const{size,root,log,cosigs}=checkpoint;
const body=`${origin}\n${size}\n${root.replace(/-/g, '+').replace(/_/g, '/')}=\n`;
let unchecked=0;
const holds=async(iss,key,message,sig)=>{const row=validators.find((validator)=>validator.iss===iss);
must(row,`${iss} is no validator of the epoch`);
const verdict=await verifies(row[key],message,decode(sig));
must(verdict!==false,`a signature of ${iss} is false`);
if(verdict===undefined)unchecked+=1;
return verdict===true;
};
for(const{iss,sig}of log)await holds(iss,'log',body,sig);
const times=[];
for(const{iss,ed25519,p256}of cosigs){const both=[ed25519&&(await holds(iss,'cosign',`cosignature/v1\ntime ${ed25519.time}\n${body}`,ed25519.sig)),p256&&(await holds(iss,'cosign_p256',`furlong-cosignature-p256/v1\ntime ${p256.time}\n${body}`,p256.sig)),];
if(both.includes(true))times.push(Math.min(ed25519?.time??Infinity,p256?.time??Infinity));
}
const needed=quorum(validators.length);
must(times.length>=needed,`${times.length} validators cosigned, ${needed} are needed`);
const asOf=times.sort((left,right)=>right-left)[needed-1];
return{asOf,confirmedBy:times.length,unchecked};
}
const ROW_BYTES_MAX=65_535;
const digest=(value)=>{must(/^[\da-f]{64}$/.test(text(value)),'64 hexadecimal digits are needed here');
return value;
};
const RECORD=shape({v:whole,origin:text,height:whole,time_ms:whole,proposer:org,prev:digest,start:whole,count:whole,rules:whole,epoch:whole,members_size:whole,members_root:digest,recalls_size:whole,recalls_root:digest,});
const VALIDATOR=shape({cosign:jwk,cosign_p256:jwk,host:text,iss:org,log:jwk,node:jwk,vote:jwk});
const EPOCH=shape({epoch:whole,rules:whole,validators:list(VALIDATOR)});
const ORG=shape({iss:org,name:text,prefixes:list(text),roles:list(text),since:whole,sponsor:maybe(org),status:oneOf('active','suspended','ended','expelled'),});
const KEY=shape({added:whole,compromised_since:maybe(whole),held_by:maybe(org),iss:org,jwk,kid:text,not_after:maybe(whole),purpose:oneOf('admin','event','system','registrar','agree'),retired:maybe(whole),});
const RECALL=shape({by:list(shape({index:whole,iss:org,state:oneOf('hold','recalled')})),code:text});
const GENESIS=shape({v:whole,name:text,nonce:digest,created_ms:whole,rules:whole,validators:list(VALIDATOR),orgs:list(ORG),keys:list(KEY),});
function strict(source){must(bytesOf(source).length<=ROW_BYTES_MAX,'the text is too long');
const value=parseExact(source,8);
must(numbersPass(value,(number)=>number.whole!==undefined),'a whole number is needed here');
return value;
}
function readRecord(source){const record=RECORD(parseExact(source,8));
const end=record.start+record.count+1;
must(record.v===1&&record.rules>=1&&Number.isSafeInteger(end),'a number is not possible');
return{...record,end};
}
function readMember(source){const value=strict(source);
if(value instanceof Map&&value.has('added'))return{kind:'key',row:KEY(value)};
if(value instanceof Map&&value.has('status'))return{kind:'org',row:ORG(value)};
return{kind:'epoch',row:EPOCH(value)};
}
function readRecall(source){const row=RECALL(strict(source));
must(row.by.length&&isRising(row.by,byIss),'a recall row names who says so, sorted');
return row;
}
const checkGenesisForm=(source)=>void strict(source);
const keysOf=({vote,log,cosign,cosign_p256,node})=>[vote,log,cosign,cosign_p256,node];
function mustHavePoints({kind,row}){if(kind==='key')mustBePoint(row.jwk);
if(kind==='epoch')row.validators.flatMap(keysOf).forEach(mustBePoint);
}
const isHost=(value)=>{const[,name,port='443']=/^([^:]*)(?::([1-9]\d{0,4}))?$/.exec(value)??[];
return isChainName(name??'')&&Number(port)<=65_535;
};
function readGenesis(source){const genesis=GENESIS(strict(source));
const{v,rules,name,validators,keys}=genesis;
must(v===1&&rules===1&&isChainName(name),'this genesis cannot begin a chain');
must(validators.length>=1&&validators.length<=21&&isRising(validators,byIss),'the validators are not 1 to 21, sorted');
const hosts=new Set(validators.map(({host})=>host));
const signing=new Set(validators.flatMap(keysOf).map(({x,y})=>`${x}.${y}`));
must(hosts.size===validators.length&&[...hosts].every(isHost),'two validators share a host, or one is no host');
must(signing.size===5*validators.length,'two validators share a key');
for(const row of validators){const kinds=keysOf(row).map(isP256).join();
must(kinds==='true,false,false,true,false','a key is of the wrong kind');
}
mustHavePoints({kind:'epoch',row:genesis});
for(const row of keys){must(isP256(row.jwk),'a key is of the wrong kind');
mustBePoint(row.jwk);
}
return genesis;
}
const FILE_BYTES_MAX=8<<20;
const CHAINS_MAX=16;
const LIST_MAX=4_096;
const many=(shape)=>list(shape,LIST_MAX);
const path=list(hash,64);
const RECORD_PROOF=shape({record:text,path});
const ROW_PROOF=shape({row:text,index:whole,path});
const FILE=shape({v:whole,subject:maybe(text),chains:list(shape({origin:text,genesis:text,epochs:many(shape({checkpoint:CHECKPOINT,record:text,record_path:path,row:text,row_path:path})),checkpoint:CHECKPOINT,tip:RECORD_PROOF,members:many(ROW_PROOF),recalls:many(shape({code:text,rows:list(ROW_PROOF,2)})),blocks:many(RECORD_PROOF),leaves:many(shape({index:whole,jws:text,disclosures:list(text,64),path})),}),CHAINS_MAX),});
const mustRise=(items,key,at)=>must(isRising(items,key),'a list is not sorted, or repeats',at);
function readFile(input,subject){const isText=typeof input==='string';
must(!isText||!/\p{Surrogate}/u.test(input),'this is not Unicode');
const length=isText?bytesOf(input).length:input.byteLength;
must(length<=FILE_BYTES_MAX,'a file of evidence has at most 8 MiB');
const file=FILE(parseExact(isText?input:textOf(input),16));
must(file.v===1,'v is not 1','/v');
must(file.subject===null||isCode(file.subject),'the subject is no canonical code that may be recalled','/subject');
must(subject===undefined||subject===file.subject,'the file is about another code','/subject');
must(file.chains.length,'a file has 1 to 16 chains','/chains');
must(new Set(file.chains.map(({origin})=>origin)).size===file.chains.length,'a chain has one section','/chains');
return{subject:file.subject,chains:each(file.chains,'/chains',readChain)};
}
function readChain(file,index){const record=(source)=>within('/record',()=>{const read=readRecord(source);
must(read.origin===file.origin,'the record is another chain\'s');
return read;
});
within('/genesis',()=>checkGenesisForm(file.genesis));
within('/checkpoint',()=>checkForm(file.checkpoint));
const chain={...file,at:`/chains/${index}`,epochs:each(file.epochs,'/epochs',(boundary)=>{within('/checkpoint',()=>checkForm(boundary.checkpoint));
return{...boundary,read:record(boundary.record),next:within('/row',()=>readMember(boundary.row))};
}),tip:within('/tip',()=>({...file.tip,read:record(file.tip.record)})),members:each(file.members,'/members',(proof)=>({...proof,...within('/row',()=>readMember(proof.row)),text:proof.row})),recalls:each(file.recalls,'/recalls',readRecallProof),blocks:each(file.blocks,'/blocks',(block)=>({...block,read:record(block.record)})),leaves:each(file.leaves,'/leaves',(leaf)=>readLeaf(leaf,file.origin)),};
mustRise(chain.members,(row)=>row.index,'/members');
mustRise(chain.recalls,(proof)=>proof.code,'/recalls');
mustRise([...chain.blocks,chain.tip],(block)=>block.read.height,'/blocks');
mustRise(chain.leaves,(leaf)=>leaf.index,'/leaves');
return chain;
}
function readRecallProof({code,rows}){mustRise(rows,(row)=>row.index,'/rows');
return{code,rows:each(rows,'/rows',(proof)=>({...proof,read:within('/row',()=>readRecall(proof.row))}))};
}
function readLeaf(leaf,origin){const statement=within('/jws',()=>readStatement(leaf.jws,origin));
const event=statement.orig??statement;
must(!leaf.disclosures.length||event.vct==='event','only an event has disclosures','/disclosures');
return{...leaf,statement,event,disclosures:each(leaf.disclosures,'/disclosures',readDisclosure)};
}
const[LEAF,NODE]=[Uint8Array.of(0),Uint8Array.of(1)];
const leafHash=(text)=>sha256(LEAF,bytesOf(text));
async function verifyInclusion(root,size,index,hash,path){must(index<size,'the leaf is outside the tree');
const half=(value)=>Math.floor(value/2);
let[node,last,found]=[index,size-1,hash];
for(const step of path){must(last>0,'the path is too long');
const other=decode(step);
if(node%2===1||node===last){found=await sha256(NODE,other,found);
while(node%2===0&&node!==0)[node,last]=[half(node),half(last)];
}else{found=await sha256(NODE,found,other);
}
[node,last]=[half(node),half(last)];
}
must(last===0,'the path is too short');
must(hex(found)===root,'the path leads to another root');
}
const mustHold=async(root,size,index,leaf,path)=>
verifyInclusion(root,size,index,await leafHash(leaf),path);
function wanted(chain,subject,extra){const codes=new Set();
for(const code of[subject??[],extra].flat())addCode(code,codes);
for(const{event}of chain.leaves){if(event.vct==='event')addDerived(event.body,codes);
}
return codes;
}
async function checkRecalls(chain,subject,extra){const proven=new Set(chain.recalls.map(({code})=>code));
for(const code of wanted(chain,subject,extra))must(proven.has(code),`nothing is proven of ${code}`,`${chain.at}/recalls`);
const found={recalled:[],notRecalled:[]};
const said=new Map(chain.leaves.map(({index,statement})=>[index,statement]));
for(const[index,{code,rows}]of chain.recalls.entries()){const at=`${chain.at}/recalls/${index}`;
await placed(at,()=>mustStand(chain,rows));
if(rows.length===1&&rows[0].read.code===code){const{by}=rows[0].read;
must(by.every((word)=>isBacked(said.get(word.index),word.iss,code)),'the recall statement is not in the file',at);
found.recalled.push(...by.map((word)=>({code,...word})));
}else{must(isAbsent(chain.tip.read.recalls_size,rows,code),'these rows do not show whether the code is recalled',at);
found.notRecalled.push(code);
}
}
return found;
}
async function mustStand({tip},rows){const{recalls_root:root,recalls_size:size}=tip.read;
for(const{row,index,path}of rows)await mustHold(root,size,index,row,path);
}
function isBacked(statement,iss,code){const codes=statement?.body.get('codes');
return statement?.vct==='recall'&&statement.iss===iss&&Array.isArray(codes)&&codes.includes(code);
}
function isAbsent(size,[left,right],code){if(!left)return size===0;
if(right)return left.index+1===right.index&&isBefore(left.read.code,code)&&isBefore(code,right.read.code);
const isFirst=left.index===0&&isBefore(code,left.read.code);
return isFirst||(left.index+1===size&&isBefore(left.read.code,code));
}
export const STEPS=['form','chain','quorum','tip','inclusion','members','key','recalls','signature','disclosures','freshness'];
const WORK={chain:checkChain,quorum:checkQuorum,tip:checkTip,inclusion:checkInclusion,members:checkMembers,key:checkKeys,recalls:async(chain,ask,subject)=>{chain.found=await checkRecalls(chain,subject,ask.extraCodes??[]);
},signature:checkSignatures,disclosures:checkDisclosures,freshness:checkFreshness,};
export async function check(bytesOrText,ask={}){let step='form';
const anchors=[ask.anchor??[]].flat();
ask={...ask,anchors,pins:(ask.pins??[]).filter(isPin)};
try{const file=readFile(bytesOrText,ask.subject);
for(step of STEPS.slice(1)){for(const chain of file.chains)await WORK[step](chain,ask,file.subject);
}
const asOf=Math.min(...file.chains.map((chain)=>chain.cosigned.asOf));
return{outcome:anchors.length?'holds':'unknown',subject:file.subject,ageSeconds:ask.nowSeconds===undefined?null:Math.max(0,ask.nowSeconds-asOf),asOf,chains:file.chains.map((chain)=>report(chain,file.subject)),};
}catch(error){if(!(error instanceof Broken))throw error;
return{outcome:'broken',step,at:error.at,text:error.message};
}
}
export async function readCheckpoint(text,origin,validators){try{const checkpoint=CHECKPOINT(parse(text,8));
checkForm(checkpoint);
return{...checkpoint,...(await believe(checkpoint,origin,validators))};
}catch(error){if(!(error instanceof Broken))throw error;
return undefined;
}
}
export{goods};
const isPin=(pin)=>typeof pin?.origin==='string'&&typeof pin.root==='string'&&[pin.epoch,pin.size].every(Number.isSafeInteger);
async function checkChain(chain,{anchors,pins}){const{origin,genesis,at}=chain;
const slash=origin.indexOf('/');
const digest=hex(await sha256(bytesOf(genesis)));
must(slash>0&&origin.slice(slash+1)===digest,'the genesis is not the one that the origin names',at);
chain.first=within(at,()=>readGenesis(genesis));
const{name}=chain.first;
must(origin.slice(0,slash)===name,'the genesis has another name',at);
must(!anchors.length||anchors.includes(origin),'this is another chain than the trusted one',at);
const isKnown=(pin)=>pin.origin===origin||!pin.origin.startsWith(`${name}/`);
must(pins.every(isKnown),'another chain of this name was seen here before',at);
}
async function checkQuorum(chain){let[epoch,{validators},size]=[0,chain.first,0];
for(const[index,boundary]of chain.epochs.entries()){const at=`${chain.at}/epochs/${index}`;
await placed(at,()=>believe(boundary.checkpoint,chain.origin,validators));
must(size<boundary.checkpoint.size,'the checkpoints of epochs rise in size',at);
({validators}=await placed(at,()=>nextEpoch(boundary,epoch)));
epoch+=1;
size=boundary.checkpoint.size;
}
const at=`${chain.at}/checkpoint`;
chain.cosigned=await placed(at,()=>believe(chain.checkpoint,chain.origin,validators));
const{size:newest,root}=chain.checkpoint;
const isSame=newest===size&&root===chain.epochs.at(-1)?.checkpoint.root;
must(size<newest||isSame,'the checkpoint is older than its epoch',at);
Object.assign(chain,{epoch,validators});
}
async function nextEpoch({checkpoint,read,next,record,record_path,row,row_path},epoch){must(read.end===checkpoint.size&&read.epoch===epoch,'its record does not end the epoch');
await mustHold(rootOf(checkpoint),checkpoint.size,read.start,record,record_path);
await mustHold(read.members_root,read.members_size,0,row,row_path);
must(next.kind==='epoch'&&next.row.epoch===epoch+1,'its row does not open the next epoch');
mustHavePoints(next);
return next.row;
}
const rootOf=({root})=>hex(decode(root));
const inLog=({checkpoint},at,index,text,path)=>
placed(at,()=>mustHold(rootOf(checkpoint),checkpoint.size,index,text,path));
async function checkTip(chain){const{tip,checkpoint,epochs,epoch}=chain;
const at=`${chain.at}/tip`;
must(tip.read.end===checkpoint.size,'its block does not end where the checkpoint does',at);
await inLog(chain,at,tip.read.start,tip.record,tip.path);
const back=epochs.at(-1)?.checkpoint.size===checkpoint.size?1:0;
must(tip.read.epoch+back===epoch,'its block is of another epoch',at);
}
const holds=({read},index)=>read.start<index&&index<read.end;
async function checkInclusion(chain){const{blocks,leaves,tip}=chain;
for(const[place,block]of blocks.entries()){const at=`${chain.at}/blocks/${place}`;
await inLog(chain,at,block.read.start,block.record,block.path);
must(leaves.some(({index})=>holds(block,index)),'no leaf of the file is in this block',at);
}
for(const[place,leaf]of leaves.entries()){const at=`${chain.at}/leaves/${place}`;
await inLog(chain,at,leaf.index,leaf.jws,leaf.path);
leaf.block=[...blocks,tip].find((block)=>holds(block,leaf.index))?.read;
must(leaf.block,'no block of the file holds this leaf',at);
}
}
async function checkMembers(chain){const{members_root:root,members_size:size}=chain.tip.read;
chain.keys=new Map();
chain.orgs=new Map();
for(const[place,proof]of chain.members.entries()){const{text,index,path,kind,row}=proof;
await placed(`${chain.at}/members/${place}`,async()=>{await mustHold(root,size,index,text,path);
mustHavePoints(proof);
});
if(kind==='key'&&!chain.keys.has(row.kid))chain.keys.set(row.kid,row);
if(kind==='org'&&!chain.orgs.has(row.iss))chain.orgs.set(row.iss,row);
}
}
const MAY_SIGN={event:['event','system'],vouched:['event','system'],governance:['admin','registrar'],recall:['admin','event'],access:['admin','event','system','registrar'],};
function keyOf(chain,statement,height){const key=chain.keys.get(statement.kid);
must(key,'there is no row of the key');
must(key.iss===statement.iss,'the key is another organisation\'s');
must(key.added<height,'the key was added later');
must(MAY_SIGN[statement.vct].includes(key.purpose),'a key of this purpose may not sign this');
return key;
}
function checkKeys(chain){for(const[place,leaf]of chain.leaves.entries())within(`${chain.at}/leaves/${place}`,()=>checkKey(chain,leaf));
}
function checkKey(chain,leaf){const{statement,block}=leaf;
const key=keyOf(chain,statement,block.height);
must(key.retired===null||block.height<=key.retired,'the key was retired before the block');
must(key.not_after===null||block.time_ms<=key.not_after,'the key had expired before the block');
const org=chain.orgs.get(statement.iss);
must(org,'there is no row of the organisation');
const origKey=statement.orig&&keyOf(chain,statement.orig,block.height);
const isAfter=key.compromised_since!==null&&key.compromised_since<=block.height;
const disputed=isAfter||(origKey?.compromised_since??null)!==null;
Object.assign(leaf,{key,origKey,name:org.name,disputed});
}
async function checkSignatures({leaves,at}){for(const[place,{statement,key,origKey}]of leaves.entries()){const signed=(await isSigned(statement,key))&&(!origKey||(await isSigned(statement.orig,origKey)));
must(signed,'the signature is not by the key of its row',`${at}/leaves/${place}/jws`);
}
}
async function isSigned({input,signature,kid},{jwk}){return isP256(jwk)&&(await thumbprint(jwk))===kid&&verifies(jwk,input,signature);
}
async function checkDisclosures({leaves,at}){for(const[place,{event,disclosures}]of leaves.entries()){if(disclosures.length)await placed(`${at}/leaves/${place}/disclosures`,()=>open(event.body,disclosures));
}
}
function checkFreshness({cosigned,checkpoint,origin,epoch,at},{nowSeconds,maxAgeSeconds,pins}){for(const pin of pins.filter((seen)=>seen.origin===origin)){must(pin.epoch<=epoch&&pin.size<=checkpoint.size,'a newer answer was seen here before',at);
must(pin.size<checkpoint.size||pin.root===checkpoint.root,'another answer of this size was seen here before',at);
}
if(maxAgeSeconds===undefined)return;
must(nowSeconds!==undefined,'the time now is not known',at);
const age=nowSeconds-cosigned.asOf;
must(age<=maxAgeSeconds,`a quorum last confirmed it ${age} seconds ago`,at);
}
function report(chain,subject){const{origin,epoch,validators,cosigned,checkpoint,tip,leaves,found}=chain;
return{origin,epoch,validators,confirmedBy:cosigned.confirmedBy,needed:quorum(validators.length),asOf:cosigned.asOf,unchecked:cosigned.unchecked,size:checkpoint.size,root:checkpoint.root,height:tip.read.height,leaves:leaves.map((leaf)=>leafReport(leaf,subject)),recalled:found.recalled,notRecalled:found.notRecalled,};
}
function leafReport({index,block,statement,event,key,name,disputed},subject){return{index,height:block.height,timeMs:block.time_ms,vct:statement.vct,iss:statement.iss,name,purpose:key.purpose,heldBy:key.held_by,disputed,isAbout:event.vct==='event'&&named(event.body).some((text)=>goods(text)?.uri===subject),};
}
